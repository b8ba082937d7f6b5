package org.analyzetext.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.analyzetext.RunCounters;
import org.analyzetext.document.Document;
import org.analyzetext.job.Batches;
import org.analyzetext.job.JobRecord;
import org.analyzetext.result.DeadLetter;
import org.analyzetext.result.Outcome;
import org.analyzetext.service.Answers;

class HalvingTest {
    private final Settlement settlement =
            new Settlement(Map.of(), 3, Duration.ZERO, new RunCounters(), Clock.systemUTC());

    /** What a service did that refuses every batch with a guilty document in it. */
    private static final class Run {
        int refused;
        final List<Document> accepted = new ArrayList<>();
        final List<DeadLetter> dead = new ArrayList<>();
        final List<String> names = new ArrayList<>();
    }

    @Property
    void exactlyTheGuiltyAreDead(
            @ForAll @IntRange(min = 1, max = 25) int size, @ForAll Set<@IntRange(min = 1, max = 25) Integer> guilty) {
        Set<Document> bad = guilty(size, guilty);

        Run run = submit(Batches.toSubmit(size), bad);

        assertThat(run.dead)
                .extracting(DeadLetter::source)
                .containsExactlyInAnyOrderElementsOf(
                        bad.stream().map(Document::source).toList());
        assertThat(run.accepted)
                .hasSize(size - bad.size())
                .doesNotContainAnyElementsOf(bad.isEmpty() ? List.of(Batches.document(99)) : bad);
    }

    @Property
    void fewCallsFindTheGuilty(
            @ForAll @IntRange(min = 1, max = 25) int size, @ForAll Set<@IntRange(min = 1, max = 25) Integer> guilty) {
        Set<Document> bad = guilty(size, guilty);

        Run run = submit(Batches.toSubmit(size), bad);

        int depth = (int) Math.ceil(Math.log(size) / Math.log(2));
        assertThat(run.refused).isLessThanOrEqualTo(2 * bad.size() * depth + 1);
    }

    @Property
    void noTwoPartsHaveOneName(
            @ForAll @IntRange(min = 1, max = 25) int size, @ForAll Set<@IntRange(min = 1, max = 25) Integer> guilty) {
        Run run = submit(Batches.toSubmit(size), guilty(size, guilty));

        assertThat(run.names).doesNotHaveDuplicates();
    }

    @Property
    void theServicesReasonIsInTheDeadLetter(@ForAll @IntRange(min = 1, max = 25) int guilty) {
        Run run = submit(Batches.toSubmit(25), Set.of(Batches.document(guilty)));

        assertThat(run.dead).singleElement().satisfies(letter -> {
            assertThat(letter.stage()).isEqualTo(DeadLetter.Stage.SUBMIT);
            assertThat(letter.code()).isEqualTo("InvalidDocument");
            assertThat(letter.requestId()).isEqualTo("req-1");
            assertThat(letter.retryable()).isFalse();
            assertThat(letter.attempts()).isEqualTo(1);
        });
    }

    private Run submit(JobRecord batch, Set<Document> guilty) {
        Run run = new Run();
        Deque<JobRecord> waiting = new ArrayDeque<>(List.of(batch));
        while (!waiting.isEmpty()) {
            JobRecord next = waiting.poll();
            run.names.add(next.batch());
            if (next.documents().stream().noneMatch(guilty::contains)) {
                run.accepted.addAll(next.documents());
                continue;
            }
            run.refused++;
            Outcome outcome = settlement.refused(
                    next,
                    Answers.of(400, "{'error':{'code':'InvalidRequest','innererror':{'code':'InvalidDocument'}}}"));
            run.dead.addAll(outcome.deadLetters());
            waiting.addAll(outcome.again());
        }
        return run;
    }

    private static Set<Document> guilty(int size, Set<Integer> positions) {
        Set<Document> guilty = new HashSet<>();
        positions.stream()
                .filter(position -> position <= size)
                .forEach(position -> guilty.add(Batches.document(position)));
        return guilty;
    }
}
