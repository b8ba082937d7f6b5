package org.analyzetext.edge.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.analyzetext.config.PropertyReader;
import org.analyzetext.job.Priority;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FairShareTest {
    private static final int MOST = 64;
    static final PriorityPatterns PATTERNS = PriorityPatterns.read(new PropertyReader(name -> switch (name) {
        case "analyze-text.files.urgent" -> Optional.of("urgent/**, **.now.jsonl");
        case "analyze-text.files.bulk" -> Optional.of("archive/**");
        default -> Optional.empty();
    }));

    @TempDir
    Path root;

    private Scene scene;

    @BeforeEach
    void scene() throws Exception {
        scene = new Scene(root);
    }

    private Path input(String path) throws Exception {
        Path file = scene.folders.inbox().resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, Scene.lines(2));
        scene.inbox.claim(file);
        return scene.folders.work().resolve(Inbox.key(path));
    }

    /** How many batches of an input a scan shows that has more than enough of them. */
    private static int shown(FairShare share, Path input) {
        int shown = 0;
        while (share.isLeft(input)) {
            share.take(input);
            shown++;
        }
        return shown;
    }

    private static FairShare normal(PriorityPatterns patterns) {
        return new FairShare(patterns, Priority.NORMAL, new HashSet<>());
    }

    private static List<Integer> scan(FairShare share, Path... inputs) {
        share.begin(List.of(inputs), MOST);
        return Arrays.stream(inputs).map(input -> shown(share, input)).toList();
    }

    @Test
    void oneInputHasTheWholeScan() throws Exception {
        assertThat(scan(normal(PATTERNS), input("a.jsonl"))).containsExactly(MOST);
    }

    @Test
    void anInputIsKnownByWhateverPathTheScanHas() throws Exception {
        FairShare share = normal(PATTERNS);

        share.begin(List.of(input("a.jsonl")), MOST);

        assertThat(share.isLeft(Path.of("work", "a.jsonl"))).isTrue();
        assertThat(share.isLeft(Path.of("work", "b.jsonl"))).isFalse();
    }

    @Test
    void inputsOfOnePriorityHaveEqualShares() throws Exception {
        assertThat(scan(normal(PATTERNS), input("a.jsonl"), input("b.jsonl"), input("sub/c.jsonl")))
                .containsExactly(22, 21, 21);
    }

    @Test
    void aRouteShowsTheInputsOfItsPriorityAlone() throws Exception {
        Path[] inputs = {input("a.jsonl"), input("urgent/z.jsonl"), input("archive/b.jsonl"), input("d.now.jsonl")};
        Set<Priority> withRoute = new HashSet<>(Set.of(Priority.values()));

        assertThat(scan(new FairShare(PATTERNS, Priority.URGENT, withRoute), inputs))
                .containsExactly(0, 32, 0, 32);
        assertThat(scan(new FairShare(PATTERNS, Priority.NORMAL, withRoute), inputs))
                .containsExactly(MOST, 0, 0, 0);
        assertThat(scan(new FairShare(PATTERNS, Priority.BULK, withRoute), inputs))
                .containsExactly(0, 0, MOST, 0);
    }

    @Test
    void inputsWhosePriorityHasNoRouteAreShownWithTheNormalOnes() throws Exception {
        Path[] inputs = {input("a.jsonl"), input("urgent/z.jsonl"), input("archive/b.jsonl")};
        Set<Priority> withRoute = new HashSet<>();
        FairShare normal = new FairShare(PATTERNS, Priority.NORMAL, withRoute);

        assertThat(scan(normal, inputs)).containsExactly(22, 21, 21);
        scan(new FairShare(PATTERNS, Priority.URGENT, withRoute), inputs);
        assertThat(scan(normal, inputs)).containsExactly(32, 0, 32);
    }

    @Test
    void inputsWithoutATurnComeFirstInTheNextScan() throws Exception {
        FairShare share = normal(PATTERNS);
        Path[] inputs = new Path[3];
        for (int i = 0; i < 3; i++) {
            inputs[i] = input(i + ".jsonl");
        }

        share.begin(List.of(inputs), 2);
        assertThat(Arrays.stream(inputs).map(input -> shown(share, input))).containsExactly(1, 1, 0);
        share.begin(List.of(inputs), 2);
        assertThat(Arrays.stream(inputs).map(input -> shown(share, input))).containsExactly(1, 0, 1);
    }

    @Property(tries = 100)
    void everyInputHasATurnAndNoScanShowsMoreThanItTakes(
            @ForAll @IntRange(min = 1, max = 40) int inputs, @ForAll @IntRange(min = 1, max = 10) int most) {
        FairShare share = normal(PriorityPatterns.NONE);
        List<Path> all = IntStream.range(0, inputs)
                .mapToObj(i -> Path.of("nowhere", "input-" + i))
                .toList();
        Set<Path> served = new HashSet<>();
        for (int scan = 0; scan < (inputs + most - 1) / most; scan++) {
            share.begin(all, most);
            int shown = 0;
            for (Path input : all) {
                int its = shown(share, input);
                shown += its;
                if (its > 0) {
                    served.add(input);
                }
            }
            assertThat(shown).isEqualTo(most);
        }
        assertThat(served).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void anUrgentTextWaitsForNoOthers() throws Exception {
        InboxFiles files = new InboxFiles(scene.folders.inbox(), "", List.of(), PATTERNS);
        Inbox inbox = new Inbox(scene.folders, files, Duration.ofSeconds(1), scene.ready, scene.clock);
        Path urgent = scene.folders.inbox().resolve("urgent/a.txt");
        Files.createDirectories(urgent.getParent());
        Files.writeString(urgent, "Where is it?");
        Path text = Files.writeString(scene.folders.inbox().resolve("b.txt"), "Where is it?");

        inbox.claim(urgent);
        inbox.claim(text);

        assertThat(Durable.list(scene.folders.work()).stream().filter(Files::isDirectory))
                .as("the other text waits for more")
                .containsExactly(scene.folders.work().resolve(Inbox.key("urgent/a.txt")));
    }
}
