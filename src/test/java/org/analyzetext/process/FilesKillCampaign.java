package org.analyzetext.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.analyzetext.document.Json;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.Moment;
import org.analyzetext.localservice.ProjectSettings;
import org.jspecify.annotations.Nullable;

/**
 * Kills the application again and again at one point while it works on some inputs, lets it finish, and makes up the
 * account.
 */
final class FilesKillCampaign {
    private static final Path LABELS = Path.of("src/main/samples/intent-labels.json");
    private static final Pattern AMBIGUOUS = Pattern.compile("ambiguous submit: batch (\\S+)");
    private static final int BATCH = 25;
    private static final String OF_THE_LAST_LIFE = ".of-the-last-life";

    private final String point;
    private final @Nullable Moment moment;
    private final WorkingFolder folder;
    private final Inputs inputs;
    private final Random random;
    private final List<String> faults = new ArrayList<>();
    private final Set<String> refused = new TreeSet<>();
    private final Map<String, Integer> ambiguousTexts = new HashMap<>();
    private int ambiguousBatches;
    private int kills;
    private int refills;

    /** Kills at a moment of the service, or while an input is cut where there is none. */
    FilesKillCampaign(Path root, @Nullable Moment moment) throws IOException {
        this.point = moment == null ? "WHILE_CUTTING" : moment.name();
        this.moment = moment;
        this.folder = new WorkingFolder(root).with("job.max-attempts", "20");
        this.inputs = new Inputs(folder);
        this.random = new Random(point.hashCode());
    }

    Inputs inputs() {
        return inputs;
    }

    /** Switches on a fault of the service, as a line of its. */
    FilesKillCampaign fault(String line) {
        faults.add(line);
        return this;
    }

    /** Makes the service refuse every batch with the document at this position. */
    FilesKillCampaign refusing(String position) {
        refused.add(position);
        return fault("status=400 content=\"my number is " + position + ".\"");
    }

    Account run(int wantedKills) throws Exception {
        LocalServiceSettings settings = LocalServiceSettings.builder()
                .keys(WorkingFolder.KEY)
                .project(ProjectSettings.of(LABELS))
                .jobDuration(DurationDistribution.parse("uniform 10ms 300ms"))
                .faults(faults.toArray(String[]::new))
                .build();
        try (LocalService service = LocalService.start(settings)) {
            folder.calling(service);
            Set<String> expected = Set.of();
            KillSwitch killSwitch = moment == null ? null : new KillSwitch(service, moment);
            while (kills < wantedKills) {

                boolean killed;
                if (killSwitch == null) {
                    killed = liveUntilCutting(expected);
                } else {
                    killed = liveUntilMoment(killSwitch, wantedKills, expected);
                }
                if (killed) {
                    kills++;
                    expected = takeStock();
                } else {
                    expected = Set.of();
                    refills++;
                    inputs.lines("refill-%d.jsonl".formatted(refills), 2_000);
                }
            }
            if (killSwitch != null) {
                killSwitch.disarm();
            }

            try (RunningApp app = folder.start()) {
                assertThat(app.exitCode())
                        .as(app.err())
                        .isEqualTo(inputs.unsendable().isEmpty() ? 0 : 3);
                checkAmbiguous(app, expected);
            }

            checkBook(service);
            return account(service);
        }
    }

    /** What the command {@code account} says after all this: it adds up, and the service's bill is within its bounds. */
    private void checkBook(LocalService service) throws Exception {
        try (RunningApp command = folder.start("account", "--json")) {
            assertThat(command.exitCode()).as(command.out() + command.err()).isZero();
            JsonNode book = Json.MAPPER.readTree(command.out());
            assertThat(book).allMatch(account -> account.path("addsUp").asBoolean());
            assertThat(sum(book, "waiting") + sum(book, "inFlight")).isZero();
            assertThat(sum(book, "documents"))
                    .isEqualTo(inputs.texts().size() + inputs.unsendable().size());
            long ambiguous = sum(book, "ambiguous");
            long jobs = sum(book, "jobs");
            assertThat(service.counters().jobsAccepted()).isBetween(jobs, jobs + ambiguous);
            long textRecords = sum(book, "textRecordsInAll");
            assertThat(service.counters().textRecords())
                    .as("the bill, with %d jobs and %d ambiguous submits in the account", jobs, ambiguous)
                    .isBetween(textRecords, textRecords + ambiguous * BATCH);
        }
    }

    private static long sum(JsonNode book, String part) {
        long sum = 0;
        for (JsonNode account : book) {
            sum += account.path(part).asLong();
        }
        return sum;
    }

    /** Whether the kill came before everything had its answer. */
    private boolean liveUntilMoment(KillSwitch killSwitch, int wantedKills, Set<String> expected) throws Exception {
        int batches = inputs.texts().size() / BATCH;
        killSwitch.arm(1 + random.nextInt(Math.max(1, batches / wantedKills)));
        try (RunningApp app = folder.start()) {
            killSwitch.aim(app);
            int code = app.exitCode();
            assertThat(code).as(app.err()).isIn(RunningApp.KILLED, 0, 3);
            checkAmbiguous(app, expected);
            return code == RunningApp.KILLED;
        }
    }

    private boolean liveUntilCutting(Set<String> expected) throws Exception {
        for (Path cut : cuts()) {
            Files.createFile(cut.resolve(OF_THE_LAST_LIFE));
        }
        int files = 1 + random.nextInt(30);
        try (RunningApp app = folder.start()) {
            // Looked at often, but the application needs the processor too.
            while (!app.endsWithin(Duration.ofMillis(1))) {
                if (mostFilesInACut() >= files) {
                    app.kill();
                }
            }
            int code = app.exitCode();
            assertThat(code).as(app.err()).isIn(RunningApp.KILLED, 0, 3);
            checkAmbiguous(app, expected);
            return code == RunningApp.KILLED && mostFilesInACut() > 0;
        }
    }

    private long mostFilesInACut() throws IOException {
        long most = 0;
        for (Path cut : cuts()) {
            try (Stream<Path> batches = Files.list(cut)) {
                most = Math.max(most, Files.exists(cut.resolve(OF_THE_LAST_LIFE)) ? 0 : batches.count());
            } catch (IOException completeMeanwhile) {
                // The next one may be in the making.
            }
        }
        return most;
    }

    private List<Path> cuts() throws IOException {
        if (!Files.isDirectory(folder.work())) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder.work())) {
            return entries.map(input -> input.resolve("cut"))
                    .filter(Files::isDirectory)
                    .toList();
        }
    }

    /** What the next process has to call ambiguous. */
    private Set<String> takeStock() throws IOException {
        Aftermath aftermath = Aftermath.of(folder);
        ambiguousBatches += aftermath.unclear().size();
        aftermath
                .unclear()
                .values()
                .forEach(texts -> texts.forEach(text -> ambiguousTexts.merge(text, 1, Integer::sum)));
        return new TreeSet<>(aftermath.unclear().keySet());
    }

    private static void checkAmbiguous(RunningApp app, Set<String> expected) throws IOException {
        Set<String> said = new TreeSet<>();
        Matcher matcher = AMBIGUOUS.matcher(app.err());
        while (matcher.find()) {
            said.add(matcher.group(1));
        }
        assertThat(said)
                .as("the batches that were being posted at the kill, and no other, are called ambiguous")
                .isEqualTo(expected);
    }

    private Account account(LocalService service) throws IOException {
        PublishedOutcomes answers = PublishedOutcomes.of(folder);
        List<String> found = answers.positions();
        Set<String> wanted = new LinkedHashSet<>(inputs.texts().keySet());
        wanted.addAll(inputs.unsendable());
        Set<String> lost = new TreeSet<>(wanted);
        found.forEach(lost::remove);
        List<String> surplus = new ArrayList<>(found);
        wanted.forEach(surplus::remove);
        int twice = 0;
        Map<String, String> unexplained = new HashMap<>();
        for (Map.Entry<String, String> document : inputs.texts().entrySet()) {
            String text = document.getValue();
            int paid =
                    service.counters().timesAccepted(text) - service.counters().timesFailed(text);
            int ambiguous = ambiguousTexts.getOrDefault(text, 0);
            twice += Math.max(0, paid - 1);
            int least = refused.contains(document.getKey()) ? 0 : 1;
            if (paid < least || paid > least + ambiguous) {
                unexplained.put(document.getKey(), "paid " + paid + " times, ambiguous " + ambiguous + " times");
            }
        }
        List<Path> leftOvers = new ArrayList<>(WorkingFolder.files(folder.work()));
        Stream.of(folder.results(), folder.deadLetters(), folder.inbox()).forEach(place -> addHidden(place, leftOvers));
        return new Account(
                point,
                kills,
                wanted.size(),
                answers.results().size(),
                answers.deadLetters().size(),
                ambiguousBatches,
                service.counters().jobsFailed() + service.counters().jobsLost(),
                twice,
                lost,
                surplus,
                unexplained,
                leftOvers);
    }

    private static void addHidden(Path place, List<Path> leftOvers) {
        try {
            WorkingFolder.files(place).stream()
                    .filter(file -> file.getFileName().toString().startsWith("."))
                    .forEach(leftOvers::add);
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    /**
     * The account of a campaign.
     *
     * @param documents all positions of the inputs
     * @param ambiguous batches that were being posted at a kill
     * @param failed jobs that the service failed or lost
     * @param paidTwice submits that were paid for beyond the first of a document
     * @param lost positions without an answer
     * @param surplus positions with a second answer, or that no input has
     * @param unexplained documents that were not paid for, or more often than ambiguous submits explain
     * @param leftOvers files that should not be there any more
     */
    record Account(
            String point,
            int kills,
            int documents,
            int results,
            int deadLetters,
            int ambiguous,
            long failed,
            int paidTwice,
            Set<String> lost,
            List<String> surplus,
            Map<String, String> unexplained,
            List<Path> leftOvers) {
        static final String HEAD = "%-20s %-9s %5s %9s %8s %12s %9s %11s %10s %11s %4s"
                .formatted(
                        "point",
                        "inputs",
                        "kills",
                        "documents",
                        "results",
                        "dead letters",
                        "ambiguous",
                        "failed jobs",
                        "paid twice",
                        "unexplained",
                        "lost");

        String row(String inputs) {
            return "%-20s %-9s %5d %9d %8d %12d %9d %11d %10d %11d %4d"
                    .formatted(
                            point,
                            inputs,
                            kills,
                            documents,
                            results,
                            deadLetters,
                            ambiguous,
                            failed,
                            paidTwice,
                            unexplained.size(),
                            lost.size());
        }

        void mustBalance() {
            assertThat(lost).as("%s: documents without an answer", point).isEmpty();
            assertThat(surplus).as("%s: documents with a second answer", point).isEmpty();
            assertThat(unexplained).as("%s: documents paid for wrongly", point).isEmpty();
            assertThat(leftOvers).as("%s: files left behind", point).isEmpty();
        }
    }
}
