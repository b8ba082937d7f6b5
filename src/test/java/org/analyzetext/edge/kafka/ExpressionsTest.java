package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.analyzetext.edge.kafka.Expressions.Expression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The check of expressions finds what is wrong. */
class ExpressionsTest {
    private static final Scrape SCRAPE = Scrape.of(
            List.of("# TYPE analyze_text_calls_total counter\nanalyze_text_calls_total{status=\"429\"} 1.0\n"));

    @Test
    void anExpressionAboutWhatIsServedIsRight() {
        assertThat(new Expression("sum by (status) (rate(analyze_text_calls_total{status=~\"4..\"}[5m])) > 0.05")
                        .breaches(SCRAPE))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum(rate(analyze_text_call_total[5m]))",
                "rate(analyze_text_calls_total{code=\"429\"}[5m])",
                "sum by (resource) (rate(analyze_text_calls_total[5m]))",
                "sum(rate(analyze_text_calls_total[5m])",
                "summe(analyze_text_calls_total)",
                "analyze_text_calls_total offset 5m",
                "analyze_text_calls_total{status!=\"429\"}",
                "sum(1)"
            })
    void anExpressionThatIsNotIsABreach(String wrong) {
        assertThat(new Expression(wrong).breaches(SCRAPE)).isNotEmpty();
    }
}
