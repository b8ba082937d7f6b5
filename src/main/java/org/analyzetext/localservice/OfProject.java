package org.analyzetext.localservice;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Answers a task of a custom kind, by what a project learned.
 *
 * @param project the project
 * @param index how offsets are counted
 */
record OfProject(Project project, IndexType index) implements Analyzer {
    @Override
    public Kind kind() {
        return project.kind();
    }

    @Override
    public TextAnswer analyze(SubmittedDocument document) {
        return kind() == Kind.CUSTOM_ENTITIES
                ? project.entities(new Positions(document.text(), index))
                : project.classify(document.key(), document.text());
    }

    @Override
    public @Nullable TextAnswer remembered(TextKey key) {
        return project.remembered(key);
    }

    @Override
    public @Nullable DurationDistribution jobDuration() {
        return project.jobDuration();
    }

    @Override
    public void writeModel(JsonGenerator json) throws IOException {
        json.writeStringField("projectName", project.name());
        json.writeStringField("deploymentName", project.deploymentName());
    }
}
