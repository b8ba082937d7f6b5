package org.analyzetext.app;

import java.math.BigDecimal;
import java.util.List;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.job.TaskKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option {@code --price}. */
final class PriceOption {
    @Option(
            names = "--price",
            paramLabel = "[KIND=]NUMBER",
            converter = Converter.class,
            description = {
                "The price of 1,000 text records, perhaps of the tasks of a kind;",
                "may be repeated. Shows the cost."
            })
    private List<Price> prices = List.of();

    /**
     * The price of 1,000 text records.
     *
     * @param kind of the tasks of this kind; null: of all that have no price of their own
     */
    private record Price(@Nullable TaskKind kind, BigDecimal amount) {}

    boolean isGiven() {
        return !prices.isEmpty();
    }

    /**
     * The price of a task.
     *
     * @param kind its kind; null where the configuration does not have the task any more
     */
    BigDecimal of(String task, @Nullable TaskKind kind) {
        return prices.stream()
                .filter(price -> kind != null && kind.equals(price.kind()))
                .findFirst()
                .or(() -> prices.stream().filter(price -> price.kind() == null).findFirst())
                .map(Price::amount)
                .orElseThrow(() -> new AnalyzeTextException("--price names no price for the task " + task
                        + (kind == null
                                ? ", which is not configured any more; add "
                                : " of kind " + kind + "; add --price " + kind + "=NUMBER, or ")
                        + "one --price NUMBER for all others"));
    }

    /** Reads {@code NUMBER} or {@code KIND=NUMBER}. */
    private static final class Converter implements ITypeConverter<Price> {
        @Override
        public Price convert(String value) {
            int equals = value.indexOf('=');
            try {
                BigDecimal amount = new BigDecimal(value.substring(equals + 1));
                if (amount.signum() < 0) {
                    throw new TypeConversionException("'" + value + "' is below 0");
                }
                return new Price(equals < 0 ? null : TaskKind.of(value.substring(0, equals)), amount);
            } catch (NumberFormatException noNumber) {
                throw new TypeConversionException("'" + value + "' is no number, nor KIND=NUMBER");
            } catch (IllegalArgumentException noKind) {
                throw new TypeConversionException(String.valueOf(noKind.getMessage()));
            }
        }
    }
}
