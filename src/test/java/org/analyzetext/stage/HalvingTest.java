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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.analyzetext.document.Document;
import org.analyzetext.job.Batch;
import org.analyzetext.job.BatchOutcome;
import org.analyzetext.job.Batches;
import org.analyzetext.job.DeadLetter;
import org.analyzetext.observe.RunCounters;
import org.analyzetext.service.ServiceAnswers;

class HalvingTest {
    private final Settlement settlement =
            new Settlement(Map.of(), Refusals.untold(), 3, Duration.ZERO, new RunCounters(), Clock.systemUTC());

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
    void oneRefusedCallIsEnoughWhereTheServiceNamesTheGuilty(
            @ForAll @IntRange(min = 2, max = 25) int size, @ForAll Set<@IntRange(min = 1, max = 25) Integer> guilty) {
        Set<Document> bad = guilty(size, guilty);
        Assume.that(bad.size() < size);

        Run run = submit(Batches.toSubmit(size), bad, Naming.ALL);

        assertThat(run.refused).isEqualTo(bad.isEmpty() ? 0 : 1);
        assertThat(run.dead)
                .extracting(DeadLetter::source)
                .containsExactlyInAnyOrderElementsOf(
                        bad.stream().map(Document::source).toList());
        assertThat(run.accepted).hasSize(size - bad.size());
        assertThat(run.dead).allSatisfy(letter -> assertThat(letter.message())
                .isEqualTo("It is " + letter.document().path("text").asText()));
    }

    @Property
    void aServiceThatNamesSomeOnlyIsBelievedOnceAndThenHalvingFindsTheOthers(
            @ForAll @IntRange(min = 2, max = 25) int size, @ForAll Set<@IntRange(min = 1, max = 25) Integer> guilty) {
        Set<Document> bad = guilty(size, guilty);
        Assume.that(bad.size() < size);

        Run run = submit(Batches.toSubmit(size), bad, Naming.FIRST);

        int depth = (int) Math.ceil(Math.log(size) / Math.log(2));
        assertThat(run.refused).isLessThanOrEqualTo(2 * bad.size() * depth + 1);
        assertThat(run.dead)
                .extracting(DeadLetter::source)
                .containsExactlyInAnyOrderElementsOf(
                        bad.stream().map(Document::source).toList());
        assertThat(run.accepted).hasSize(size - bad.size());
        assertThat(run.names).doesNotHaveDuplicates();
    }

    @Property
    void aServiceThatNamesInnocentsHarmsOneOfThemAtMost(@ForAll @IntRange(min = 3, max = 25) int size) {
        Set<Document> bad = Set.of(Batches.document(size));

        Run run = submit(Batches.toSubmit(size), bad, Naming.AN_INNOCENT);

        assertThat(run.dead).hasSize(2);
        assertThat(run.accepted).hasSize(size - 2);
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

    /** Whom the service names in a refusal. */
    private enum Naming {
        NOBODY,
        FIRST,
        ALL,
        AN_INNOCENT
    }

    private Run submit(Batch batch, Set<Document> guilty) {
        return submit(batch, guilty, Naming.NOBODY);
    }

    private static String details(Batch batch, Set<Document> guilty, Naming naming) {
        return IntStream.range(0, batch.size())
                .filter(index -> guilty.contains(batch.documents().get(index)) == (naming != Naming.AN_INNOCENT))
                .limit(naming == Naming.ALL ? 25 : naming == Naming.NOBODY ? 0 : 1)
                .mapToObj(index -> "{'code':'Guilty','message':'It is %s','target':'documents[%d]'}"
                        .formatted(batch.documents().get(index).text(), index))
                .collect(Collectors.joining(","));
    }

    private Run submit(Batch batch, Set<Document> guilty, Naming naming) {
        Run run = new Run();
        Deque<Batch> waiting = new ArrayDeque<>(List.of(batch));
        while (!waiting.isEmpty()) {
            Batch next = waiting.poll();
            run.names.add(next.name());
            if (next.documents().stream().noneMatch(guilty::contains)) {
                run.accepted.addAll(next.documents());
                continue;
            }
            run.refused++;
            BatchOutcome outcome = settlement.refused(
                    next,
                    ServiceAnswers.of(
                            400,
                            "{'error':{'code':'InvalidRequest','innererror':{'code':'InvalidDocument'},'details':["
                                    + details(next, guilty, naming) + "]}}"));
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
