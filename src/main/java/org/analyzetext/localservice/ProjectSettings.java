package org.analyzetext.localservice;

import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A project that the local service answers for.
 *
 * @param labels the labels file, in the service's own project format; it gives the project's name and kind
 * @param documents the folder that the file's locations are relative to
 * @param deploymentName the deployment's name
 * @param trainingShare the share of the labelled documents to train on, above 0 to 1, taken evenly over the file;
 *     documents that the file itself marks as {@code Test} are never trained on
 * @param trainingLocations the locations to train on; null for all
 * @param jobDuration the time that its jobs take; null for that of the service
 */
public record ProjectSettings(
        Path labels,
        Path documents,
        String deploymentName,
        double trainingShare,
        @Nullable Set<String> trainingLocations,
        @Nullable DurationDistribution jobDuration) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,50}");

    public ProjectSettings {
        if (!isName(deploymentName)) {
            throw new IllegalArgumentException("deployment name '" + deploymentName
                    + "' is not made of 1 to 50 letters, digits, dots, dashes and underscores");
        }
        if (!(trainingShare > 0 && trainingShare <= 1)) {
            throw new IllegalArgumentException("training share " + trainingShare + " is not above 0 and at most 1");
        }
        trainingLocations = trainingLocations == null ? null : Set.copyOf(trainingLocations);
    }

    /** A project whose documents lie beside its labels file, deployed as {@code production}. */
    public static ProjectSettings of(Path labels) {
        Path folder = labels.toAbsolutePath().getParent();
        return of(labels, folder == null ? Path.of(".") : folder);
    }

    /** A project deployed as {@code production}. */
    public static ProjectSettings of(Path labels, Path documents) {
        return new ProjectSettings(labels, documents, "production", 1, null, null);
    }

    public ProjectSettings withDeploymentName(String name) {
        return new ProjectSettings(labels, documents, name, trainingShare, trainingLocations, jobDuration);
    }

    public ProjectSettings withTrainingShare(double share) {
        return new ProjectSettings(labels, documents, deploymentName, share, trainingLocations, jobDuration);
    }

    /** Trains on these locations of the labels file only. */
    public ProjectSettings withTrainingLocations(Set<String> locations) {
        return new ProjectSettings(labels, documents, deploymentName, trainingShare, locations, jobDuration);
    }

    /** Makes its jobs take this time; a job of several projects takes the longest of theirs. */
    public ProjectSettings withJobDuration(DurationDistribution duration) {
        return new ProjectSettings(labels, documents, deploymentName, trainingShare, trainingLocations, duration);
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    boolean trainsOn(LabelsFile.Labelled document, int index) {
        if (document.dataset().equalsIgnoreCase("Test")) {
            return false;
        }
        return trainingLocations == null
                ? Math.floor((index + 1) * trainingShare) > Math.floor(index * trainingShare)
                : trainingLocations.contains(document.location());
    }
}
