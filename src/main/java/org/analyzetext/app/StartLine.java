package org.analyzetext.app;

import java.io.IOException;
import java.util.stream.Collectors;
import org.analyzetext.AnalyzeText;
import org.analyzetext.edge.EdgeSettings;
import org.analyzetext.job.Task;
import org.analyzetext.observe.Version;
import org.analyzetext.service.Resource;
import org.analyzetext.spending.SpendingLimits;
import org.analyzetext.stage.StageSettings;

/** What an operator wants to know of a run at its start. */
final class StartLine {
    private StartLine() {}

    /** Release, edges, resources, tasks, limits, and what is resumed. */
    static String of(AnalyzeText run) throws IOException {
        EdgeSettings edges = run.edges().settings();
        StageSettings stages = run.settings().stages();
        SpendingLimits limits = stages.spending();
        return "analyze-text %s: documents from %s, jobs in %s, results to %s; %s; tasks %s; up to %d documents a job;%s %s"
                .formatted(
                        Version.text(),
                        run.edges().source().source(),
                        edges.jobs().word(),
                        edges.sink().word(),
                        stages.service().resources().stream()
                                .map(StartLine::resource)
                                .collect(Collectors.joining(", ")),
                        stages.tasks().all().stream().map(StartLine::task).collect(Collectors.joining(", ")),
                        stages.batch().maxDocuments(),
                        limits.any()
                                ? " spending limits " + limit(limits.perDay(), "day")
                                        + limit(limits.perMonth(), "month") + ";"
                                : "",
                        run.edges().queue().resumed());
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
}
