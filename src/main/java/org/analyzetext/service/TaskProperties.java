package org.analyzetext.service;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Where the configuration describes tasks.
 *
 * @param named whether {@code analyze-text.tasks} names them; else there is the one of {@code analyze-text.task}
 */
public record TaskProperties(boolean named) {
    /** What has to be fixed when the service refuses these tasks. */
    public String advice(List<String> tasks) {
        return "check "
                + tasks.stream().map(this::properties).collect(Collectors.joining(", and "))
                + ". No document is at fault and none is given up; one submit now and then tries "
                + names(tasks) + ", and submits continue once this is fixed";
    }

    private String properties(String task) {
        return "analyze-text." + (named ? "tasks." + task : "task")
                + ".kind, .project-name, .deployment-name and .parameters";
    }

    /** The tasks, in words. */
    public static String names(List<String> tasks) {
        return (tasks.size() == 1 ? "task '" : "tasks '") + String.join("', '", tasks) + "'";
    }
}
