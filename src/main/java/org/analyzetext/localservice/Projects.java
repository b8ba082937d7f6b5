package org.analyzetext.localservice;

import java.util.ArrayList;
import java.util.List;

/** The projects of the service, by name and deployment. */
final class Projects {
    private final List<Project> projects;

    private Projects(List<Project> projects) {
        this.projects = projects;
    }

    static Projects train(List<ProjectSettings> settings) {
        List<Project> trained = new ArrayList<>();
        for (ProjectSettings each : settings) {
            Project project = Project.train(each);
            if (trained.stream()
                    .anyMatch(other -> other.name().equals(project.name())
                            && other.deploymentName().equals(project.deploymentName()))) {
                throw new IllegalArgumentException(each.labels() + ": a project '" + project.name()
                        + "' with deployment '" + project.deploymentName() + "' exists already");
            }
            trained.add(project);
        }
        return new Projects(List.copyOf(trained));
    }

    List<Project> all() {
        return projects;
    }

    /** The project, or the service's 404. */
    Project find(String name, String deploymentName) {
        List<Project> named =
                projects.stream().filter(each -> each.name().equals(name)).toList();
        if (named.isEmpty()) {
            throw new RequestError(404, "ProjectNotFound", "The project '" + name + "' was not found.");
        }
        return named.stream()
                .filter(each -> each.deploymentName().equals(deploymentName))
                .findAny()
                .orElseThrow(() -> new RequestError(
                        404, "NotFound", "The project '" + name + "' has no deployment '" + deploymentName + "'."));
    }
}
