package org.analyzetext.localservice;

import java.util.ArrayList;
import java.util.List;

/** What the local service says when it starts. */
final class Greeting {
    private Greeting() {}

    static String of(LocalService service, LocalServiceSettings settings) {
        List<String> lines = new ArrayList<>();
        lines.add("This is a local stand-in for the analyze-text jobs of Azure AI Language, not the service itself.");
        lines.add(
                "It was made from the service's contract; its classes come from a small model, all other answers from simple rules.");
        lines.add("");
        lines.add("endpoint    " + service.endpoint());
        settings.keys().forEach(key -> lines.add("key         " + key));
        for (Project project : service.projects().all()) {
            lines.add("project     " + project.name() + ", deployment " + project.deploymentName() + ", "
                    + project.kind().word() + ", trained on " + project.trainedOn() + " documents");
        }
        if (settings.requestsPerMinute() > 0) {
            lines.add("quota       " + settings.requestsPerMinute() + " requests a minute"
                    + (settings.quotaPerOperation() ? " for each operation" : ""));
        }
        settings.faults().forEach(fault -> lines.add("fault       " + fault));
        if (settings.faultsFile() != null) {
            lines.add("faults file " + settings.faultsFile() + ", read again whenever it changes");
        }
        lines.add("control     " + service.endpoint() + Control.PREFIX + "/ (faults, counters, time; without a key)");
        if (!service.projects().all().isEmpty()) {
            lines.add("");
            lines.add("Try it: send a job, and then GET the operation-location of the answer with the same key.");
            lines.add(curl(service, settings));
        }
        return String.join(System.lineSeparator(), lines) + System.lineSeparator();
    }

    private static String curl(LocalService service, LocalServiceSettings settings) {
        Project project = service.projects().all().get(0);
        String who = settings.keys().isEmpty()
                ? "Authorization: Bearer " + settings.tokens().get(0)
                : "Ocp-Apim-Subscription-Key: " + settings.keys().get(0);
        return "  curl -i" + (settings.tls() ? "k" : "") + " -H '" + who + "' -H 'Content-Type: application/json' '"
                + service.endpoint() + JobPath.JOBS + "?api-version=2022-05-01' -d '{\"analysisInput\":{\"documents\":"
                + "[{\"id\":\"1\",\"text\":\"A text to be labelled.\"}]},\"tasks\":[{\"kind\":\""
                + project.kind().word() + "\",\"parameters\":{\"projectName\":\"" + project.name()
                + "\",\"deploymentName\":\"" + project.deploymentName() + "\"}}]}'";
    }
}
