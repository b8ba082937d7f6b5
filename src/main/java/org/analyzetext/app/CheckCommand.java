package org.analyzetext.app;

import java.io.IOException;
import java.io.PrintStream;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.analyzetext.AnalyzeText;
import org.analyzetext.Settings;
import org.analyzetext.Settings.Edge;
import org.analyzetext.document.Document;
import org.analyzetext.document.FilePosition;
import org.analyzetext.document.Json;
import org.analyzetext.edge.files.Folders;
import org.analyzetext.edge.kafka.BrokerCheck;
import org.analyzetext.edge.kafka.KafkaSettings;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.job.BatchOutcome;
import org.analyzetext.job.JobRecord;
import org.analyzetext.job.Task;
import org.analyzetext.service.JobPages;
import org.analyzetext.service.Resource;
import org.analyzetext.service.ServiceAnswer;
import org.analyzetext.service.ServiceCall;
import org.analyzetext.service.ServiceError;
import org.analyzetext.service.ServiceNotReadyException;
import org.analyzetext.stage.Polling;
import org.analyzetext.stage.Submission;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Tries out the configuration before it is used: folders, brokers, endpoint and key, and each task with one short
 * document, which the service bills as one text record. Takes no document and changes no topic.
 */
@Command(
        name = "check",
        description = {
            "Tries out configuration, folders, brokers, key, and each task with one text record.",
            "Takes no document and changes no topic."
        })
final class CheckCommand implements Callable<Integer> {
    private static final String TEXT = "This is a test.";
    /** A job that there can't be: the service answers 404 where endpoint and key are right, and bills nothing. */
    private static final String NO_JOB = "00000000-0000-0000-0000-000000000000";

    private static final Duration LONGEST_JOB = Duration.ofSeconds(90);

    @Option(names = "--without-submit", description = "Submit nothing: nothing is billed.")
    private boolean withoutSubmit;

    private final PrintStream out;
    private boolean mistakes;
    private boolean failures;

    CheckCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    @SuppressWarnings("try") // a stop that is interrupted ends the process all the same
    public Integer call() throws Exception {
        CamelContext context = new DefaultCamelContext();
        try {
            WorkingFolderProperties.of(context);
            Settings settings = AnalyzeText.installCalls(context);
            StandaloneRun.load(context, List.of("errors", "call"));
            context.start();
            row("configuration", List.of(), settings.tasks().size() + " task(s)");
            settings.warnings().forEach(warning -> line("!", "configuration", warning));
            files(settings);
            kafka(settings);
            try (ProducerTemplate template = context.createProducerTemplate()) {
                service(settings, context, template);
            }
            return mistakes ? Application.MISTAKE : failures ? Application.FAILED : Application.OK;
        } finally {
            context.stop();
        }
    }

    /**
     * What does not work.
     *
     * @param passing whether it may go by itself: nobody has to mend the configuration
     */
    private record Problem(String words, boolean passing) {
        static Problem mistake(String words) {
            return new Problem(words, false);
        }

        static Problem passing(String words) {
            return new Problem(words, true);
        }
    }

    private void row(String what, List<Problem> problems, String well) {
        boolean good = problems.isEmpty();
        mistakes |= problems.stream().anyMatch(problem -> !problem.passing());
        failures |= !good;
        line(
                good ? "✓" : "✗",
                what,
                good
                        ? well
                        : problems.stream().map(Problem::words).collect(Collectors.joining("; "))
                                + (problems.stream().allMatch(Problem::passing) ? " (may pass by itself)" : ""));
    }

    private void line(String mark, String what, String words) {
        out.printf("%s %-34s %s%n", mark, what, words);
    }

    private void files(Settings settings) {
        Folders folders = settings.folders();
        List<Path> needed = new ArrayList<>();
        if (settings.source() == Edge.FILES) {
            needed.addAll(List.of(folders.inbox(), folders.work(), folders.done(), folders.accounts()));
        }
        if (settings.sink() == Edge.FILES) {
            needed.addAll(List.of(folders.results(), folders.deadLetters()));
        }
        for (Path folder : needed) {
            row("folder " + folder, writable(folder), "can be written");
        }
    }

    private static List<Problem> writable(Path folder) {
        Path existing = folder.toAbsolutePath();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null || !Files.isDirectory(existing)) {
            return List.of(Problem.mistake(existing + " is no folder"));
        }
        try {
            Files.delete(Files.createTempFile(existing, ".check-", ""));
            return List.of();
        } catch (IOException refused) {
            return List.of(Problem.mistake(
                    "can't be written: " + refused.getClass().getSimpleName() + ": " + refused.getMessage()));
        }
    }

    private void kafka(Settings settings) {
        if (settings.source() != Edge.KAFKA && settings.sink() != Edge.KAFKA) {
            return;
        }
        BrokerCheck brokers = BrokerCheck.of(settings.kafka());
        row(
                "brokers " + settings.kafka().brokers(),
                brokers.problem().stream()
                        .map(words -> new Problem(words, brokers.passing()))
                        .toList(),
                brokers.nodes() + " answer");
        if (brokers.problem().isEmpty()) {
            for (String topic : topics(settings)) {
                boolean there = brokers.topics().contains(topic);
                boolean created = settings.kafka().createTopics();
                row(
                        "topic " + topic,
                        there || created
                                ? List.of()
                                : List.of(Problem.mistake(
                                        "is missing; create it, or set analyze-text.kafka.create-topics=true")),
                        there ? "is there" : "is created at the start");
            }
        }
    }

    private static List<String> topics(Settings settings) {
        KafkaSettings kafka = settings.kafka();
        List<String> topics = new ArrayList<>();
        if (settings.source() == Edge.KAFKA) {
            topics.add(kafka.documentsTopic());
            topics.addAll(kafka.jobsTopics());
        }
        if (settings.sink() == Edge.KAFKA) {
            topics.add(kafka.resultsTopic());
            topics.add(kafka.deadLettersTopic());
        }
        return topics;
    }

    private void service(Settings settings, CamelContext context, ProducerTemplate template) throws Exception {
        for (Resource resource : settings.resources()) {
            List<Problem> problems = reach(template, resource);
            row(
                    "resource " + resource.name(),
                    problems,
                    resource.endpoint() + " takes the " + resource.credentials().what());
            for (Task task : settings.tasks()) {
                String what = "task " + task.name() + " at " + resource.name();
                if (withoutSubmit) {
                    row(what, List.of(), "not tried (--without-submit)");
                } else if (problems.isEmpty()) {
                    row(
                            what,
                            classify(context, template, resource, task),
                            task.projectName() + "/" + task.deploymentName() + " answers; 1 text record");
                } else {
                    row(what, List.of(Problem.passing("not tried: the resource can't be used")), "");
                }
            }
        }
    }

    private static List<Problem> reach(ProducerTemplate template, Resource resource) {
        try {
            call(template, ServiceCall.poll(resource.name(), "check", NO_JOB, 1, 0));
            return List.of();
        } catch (CamelExecutionException failed) {
            return List.of(reason(failed));
        }
    }

    private static ServiceAnswer call(ProducerTemplate template, ServiceCall call) {
        return Objects.requireNonNull(template.requestBody("direct:analyze-text-call-once", call, ServiceAnswer.class));
    }

    private static Problem reason(CamelExecutionException failed) {
        Throwable cause = failed.getCause() == null ? failed : failed.getCause();
        boolean passing = cause instanceof ServiceNotReadyException notReady
                ? notReady.reason().passing()
                : cause instanceof IOException && !(cause instanceof SSLException);
        return new Problem(
                cause instanceof AnalyzeTextException
                        ? String.valueOf(cause.getMessage())
                        : "gives no answer (" + cause.getClass().getSimpleName() + ": " + cause.getMessage() + ")",
                passing && !isCausedBy(UnknownHostException.class, failed));
    }

    private static boolean isCausedBy(Class<? extends Exception> type, Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static List<Problem> classify(CamelContext context, ProducerTemplate template, Resource resource, Task task)
            throws InterruptedException {
        Submission submission = bean(context, "analyzeTextSubmission", Submission.class);
        Polling polling = bean(context, "analyzeTextPolling", Polling.class);
        Document document =
                new Document(new FilePosition("check", 1, 1L), "check", null, TEXT, Json.MAPPER.createObjectNode());
        JobRecord batch = JobRecord.toSubmit("check", resource.name(), List.of(task), List.of(document));
        try {
            ServiceAnswer answer = call(template, submission.call(batch));
            if (!submission.hasJob(batch, answer)) {
                ServiceError error = answer.error();
                return List.of(Problem.mistake("was refused: " + error.bestCode() + ": " + error.message()));
            }
            JobRecord job = submission.accepted(batch, answer);
            Instant until = Instant.now().plus(LONGEST_JOB);
            while (Instant.now().isBefore(until)) {
                TimeUnit.SECONDS.sleep(1);
                JobPages pages = polling.first(job, call(template, polling.poll(job)));
                if (!polling.pending(job, pages)) {
                    return problems(polling.outcome(job, pages));
                }
            }
            return List.of(Problem.passing("its job was not over after " + LONGEST_JOB.toSeconds() + " s"));
        } catch (CamelExecutionException failed) {
            return List.of(reason(failed));
        }
    }

    private static <T> T bean(CamelContext context, String name, Class<T> type) {
        return Objects.requireNonNull(context.getRegistry().lookupByNameAndType(name, type));
    }

    private static List<Problem> problems(BatchOutcome outcome) {
        List<Problem> problems = new ArrayList<>();
        outcome.deadLetters()
                .forEach(letter ->
                        problems.add(new Problem(letter.code() + ": " + letter.message(), letter.retryable())));
        outcome.again().forEach(job -> job.history()
                .forEach(failure -> problems.add(Problem.passing(failure.code() + ": " + failure.message()))));
        return problems;
    }
}
