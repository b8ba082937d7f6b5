package org.analyzetext;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.analyzetext.document.LogText;
import org.analyzetext.edge.files.WorkFolder;
import org.analyzetext.job.Task;
import org.analyzetext.observe.Version;
import org.analyzetext.service.Resource;
import org.analyzetext.spending.SpendingLimits;

/** What an operator wants to know of a run: at the start what it does, at a stop what it leaves. */
public final class StartLine {
    private StartLine() {}

    /** Release, edges, resources, tasks, limits, and what is resumed. */
    public static String of(AnalyzeText run) throws IOException {
        Settings settings = run.settings();
        SpendingLimits limits = settings.spending();
        return "analyze-text %s: documents from %s, jobs in %s, results to %s; %s; tasks %s; up to %d documents a job;%s %s"
                .formatted(
                        Version.text(),
                        settings.source() == Settings.Edge.FILES
                                ? LogText.of(settings.folders().inbox().toString())
                                : settings.source() == Settings.Edge.KAFKA
                                        ? "topic " + settings.kafka().documentsTopic()
                                        : "the host",
                        word(settings.jobs()),
                        word(settings.sink()),
                        settings.resources().stream().map(StartLine::resource).collect(Collectors.joining(", ")),
                        settings.tasks().stream().map(StartLine::task).collect(Collectors.joining(", ")),
                        settings.batch().maxDocuments(),
                        limits.any()
                                ? " spending limits " + limit(limits.perDay(), "day")
                                        + limit(limits.perMonth(), "month") + ";"
                                : "",
                        resumed(run));
    }

    private static String word(Settings.Edge edge) {
        return edge.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static String resource(Resource resource) {
        return "resource " + resource.name() + " at " + resource.endpoint().getScheme() + "://"
                + resource.endpoint().getHost()
                + (resource.endpoint().getPort() < 0
                        ? ""
                        : ":" + resource.endpoint().getPort()) + " (API version " + resource.apiVersion() + ")";
    }

    private static String task(Task task) {
        return task.name() + " (" + task.projectName() + "/" + task.deploymentName() + ")";
    }

    private static String limit(long records, String period) {
        return records == 0 ? "" : records + " text records a " + period + " ";
    }

    private static String resumed(AnalyzeText run) throws IOException {
        if (run.settings().jobs() == Settings.Edge.KAFKA) {
            return "resumes the jobs in the topics " + run.settings().kafka().jobsTopics();
        }
        List<WorkFolder.Progress> inputs = run.progress();
        return inputs.isEmpty()
                ? "nothing to resume"
                : "resumes %d inputs with %d jobs at the service"
                        .formatted(
                                inputs.size(),
                                inputs.stream()
                                        .mapToLong(WorkFolder.Progress::inFlight)
                                        .sum());
    }

    /** How many jobs stay at the service, and until when; empty where none do. */
    public static String left(AnalyzeText run) throws IOException {
        if (run.settings().jobs() == Settings.Edge.KAFKA) {
            return "jobs in flight stay in the topics " + run.settings().kafka().jobsTopics()
                    + ": other instances go on with them, or the next start; the service keeps their results for 24 hours";
        }
        WorkFolder.Left left = run.left();
        return left.jobs() == 0
                ? ""
                : ("%d jobs stay at the service, and the next start polls them; the first of their results are deleted at"
                                + " %s")
                        .formatted(left.jobs(), left.until());
    }
}
