package org.analyzetext.app;

import java.io.IOException;
import java.io.PrintStream;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.analyzetext.AnalyzeText;
import org.analyzetext.Edges;
import org.analyzetext.Settings;
import org.analyzetext.document.Document;
import org.analyzetext.document.FilePosition;
import org.analyzetext.document.Json;
import org.analyzetext.edge.Edge;
import org.analyzetext.edge.EdgeCheck;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.job.Batch;
import org.analyzetext.job.BatchOutcome;
import org.analyzetext.job.SubmittedJob;
import org.analyzetext.job.Task;
import org.analyzetext.schedule.CallWait;
import org.analyzetext.service.Resource;
import org.analyzetext.service.ServiceAnswer;
import org.analyzetext.service.ServiceCall;
import org.analyzetext.service.ServiceError;
import org.analyzetext.service.ServiceNotReadyException;
import org.analyzetext.stage.JobPoll;
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

    /** What stands in the place of the service's own code where an address is unknown. */
    private static final Set<String> NO_SERVICE = Set.of("", "404", "Http404", "Unknown");

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
            row("configuration", List.of(), settings.stages().tasks().all().size() + " task(s)");
            settings.warnings().forEach(warning -> line("!", "configuration", warning));
            edges(settings);
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
     * @param passing whether it may be transient, so that the configuration need not change
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
                                + (problems.stream().allMatch(Problem::passing) ? " (may be transient)" : ""));
    }

    private void line(String mark, String what, String words) {
        out.printf("%s %-34s %s%n", mark, what, words);
    }

    private void edges(Settings settings) {
        for (Edge edge : Edges.of(settings).inUse()) {
            for (EdgeCheck check : edge.checks()) {
                row(
                        check.what(),
                        check.problem().stream()
                                .map(words -> new Problem(words, check.passing()))
                                .toList(),
                        check.good());
            }
        }
    }

    private void service(Settings settings, CamelContext context, ProducerTemplate template) throws Exception {
        for (Resource resource : settings.stages().service().resources()) {
            List<Problem> problems = reach(template, resource);
            row(
                    "resource " + resource.name(),
                    problems,
                    resource.endpoint() + " takes the " + resource.credentials().what());
            for (Task task : settings.stages().tasks().all()) {
                String what = "task " + task.name() + " at " + resource.name();
                if (withoutSubmit) {
                    row(what, List.of(), "not tried (--without-submit)");
                } else if (problems.isEmpty()) {
                    row(what, analyze(context, template, resource, task), model(task) + " answers; 1 text record");
                } else {
                    row(what, List.of(Problem.passing("not tried: the resource can't be used")), "");
                }
            }
        }
    }

    /** Who answers: the project's deployment, or the service's model of that kind. */
    private static String model(Task task) {
        return task.projectName() == null ? task.kind().wireName() : task.projectName() + "/" + task.deploymentName();
    }

    private static List<Problem> reach(ProducerTemplate template, Resource resource) {
        try {
            ServiceAnswer answer = call(template, ServiceCall.poll(resource.name(), "check", NO_JOB, 1, 0));
            return knowsJobs(answer)
                    ? List.of()
                    : List.of(Problem.mistake(resource.endpoint()
                            + " answers, but is no address of the service (404 for its jobs): check "
                            + resource.property("endpoint")));
        } catch (CamelExecutionException failed) {
            return List.of(reason(resource, failed));
        }
    }

    /** Whether it is the service that does not know the job, and not a gateway or somebody else the address. */
    private static boolean knowsJobs(ServiceAnswer answer) {
        return answer.status() != 404 || !NO_SERVICE.contains(answer.error().code());
    }

    private static ServiceAnswer call(ProducerTemplate template, ServiceCall call) {
        return Objects.requireNonNull(template.requestBody("direct:analyze-text-call-once", call, ServiceAnswer.class));
    }

    private static Problem reason(Resource resource, CamelExecutionException failed) {
        Throwable cause = failed.getCause() == null ? failed : failed.getCause();
        boolean passing = cause instanceof ServiceNotReadyException notReady
                ? notReady.reason().passing()
                : cause instanceof IOException && !(cause instanceof SSLException);
        return new Problem(
                cause instanceof AnalyzeTextException
                        ? String.valueOf(cause.getMessage())
                        : "gives no answer (" + cause.getClass().getSimpleName() + ": " + cause.getMessage() + "): "
                                + CallWait.advice(resource.name(), cause),
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

    private static List<Problem> analyze(CamelContext context, ProducerTemplate template, Resource resource, Task task)
            throws InterruptedException {
        Submission submission = bean(context, "analyzeTextSubmission", Submission.class);
        Polling polling = bean(context, "analyzeTextPolling", Polling.class);
        Document document =
                new Document(new FilePosition("check", 1, 1L), "check", null, TEXT, Json.MAPPER.createObjectNode());
        Batch batch = Batch.of("check", resource.name(), List.of(task), List.of(document));
        try {
            ServiceAnswer answer = call(template, submission.call(batch));
            if (!submission.hasJob(batch, answer)) {
                ServiceError error = answer.error();
                return List.of(Problem.mistake("was refused: " + error.bestCode() + ": " + error.message()));
            }
            SubmittedJob job = submission.accepted(batch, answer);
            Instant until = Instant.now().plus(LONGEST_JOB);
            while (Instant.now().isBefore(until)) {
                TimeUnit.SECONDS.sleep(1);
                JobPoll poll = polling.begin(job);
                while (poll instanceof JobPoll.Asking page) {
                    poll = polling.answered(page, call(template, page.call()));
                }
                if (poll instanceof JobPoll.Settled settled) {
                    return problems(settled.outcome());
                }
            }
            return List.of(Problem.passing("its job was not over after " + LONGEST_JOB.toSeconds() + " s"));
        } catch (CamelExecutionException failed) {
            return List.of(reason(resource, failed));
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
