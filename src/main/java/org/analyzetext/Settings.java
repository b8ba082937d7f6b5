package org.analyzetext;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.analyzetext.config.DefaultProperties;
import org.analyzetext.config.KnownProperties;
import org.analyzetext.config.LogSettings;
import org.analyzetext.config.Pipeline;
import org.analyzetext.config.PropertyReader;
import org.analyzetext.edge.EdgeKind;
import org.analyzetext.edge.EdgeSettings;
import org.analyzetext.edge.files.FilesSettings;
import org.analyzetext.edge.host.HostEdge;
import org.analyzetext.edge.kafka.KafkaSettings;
import org.analyzetext.error.ConfigurationException;
import org.analyzetext.stage.StageSettings;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;

/**
 * The configuration, checked as a whole: what {@code analyze-text.properties} describes, as values. Each subject reads
 * and checks itself.
 *
 * @param edges from where to where documents go
 * @param stages the settings of the stages, whatever the edges are
 * @param files the settings of the file edges
 * @param kafka the settings of the Kafka edges
 * @param routes a pattern for the route files; empty for those of the jar
 * @param pipeline whose configuration it is
 * @param notes what looks like a mistake and may be none, each in a sentence
 */
public record Settings(
        EdgeSettings edges,
        StageSettings stages,
        FilesSettings files,
        KafkaSettings kafka,
        String routes,
        Pipeline pipeline,
        List<String> notes) {
    /**
     * Reads the configuration of the pipeline without a name in a context's properties.
     *
     * @throws ConfigurationException with every mistake that was found
     */
    public static Settings of(CamelContext context) {
        return of(context, Pipeline.UNNAMED);
    }

    static Settings of(CamelContext context, Pipeline pipeline) {
        PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
        DefaultProperties.putInto(properties, pipeline);
        return read(
                name -> DefaultProperties.resolve(properties, name)
                        // Tasks and resources of all pipelines: no default of a pipeline's own points to them.
                        .or(() -> pipeline.isNamed()
                                ? DefaultProperties.resolve(properties, pipeline.shared(name))
                                : Optional.empty()),
                given(properties),
                properties.getEnvironmentVariableMode() == PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER
                        ? Map.of()
                        : System.getenv(),
                pipeline);
    }

    /**
     * The names of the context's pipelines: those that {@code analyze-text.pipelines} names, or else those that have
     * properties; none where there is the one without a name.
     */
    public static List<String> pipelines(CamelContext context) {
        PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
        return new PropertyReader(properties::resolveProperty, given(properties), Pipeline.UNNAMED)
                .namesOrKeys("pipelines");
    }

    /** The whole names of the properties that are set. */
    private static Set<String> given(PropertiesComponent properties) {
        return properties
                .loadProperties(name -> name.startsWith(PropertyReader.PREFIX))
                .stringPropertyNames();
    }

    /**
     * Reads the configuration.
     *
     * @param source properties by their whole names, defaults included
     * @param given the whole names of all properties that are set
     * @param pipeline whose configuration it is
     * @param environment the variables of the environment that properties are read from
     * @throws ConfigurationException with every mistake that was found
     */
    static Settings read(
            Function<String, Optional<String>> source,
            Set<String> given,
            Map<String, String> environment,
            Pipeline pipeline) {
        PropertyReader in = new PropertyReader(source, given, pipeline);
        KnownProperties known = KnownProperties.of(pipeline);
        known.check(given, in);
        known.checkEnvironment(environment, in);
        in.flag("enabled");
        // Read by the log configuration, and only checked here.
        LogSettings.check(in);
        EdgeSettings edges = EdgeSettings.read(in);
        FilesSettings files = FilesSettings.read(in);
        files.checkForRun(edges, in);
        KafkaSettings kafka = KafkaSettings.read(in);
        HostEdge.check(edges, in);
        StageSettings stages = StageSettings.read(
                in,
                Math.max(files.callers(), kafka.callers(edges)),
                edges.jobs() == EdgeKind.FILES ? Integer.MAX_VALUE : kafka.maxBatchBytes());
        kafka.checkWith(edges, stages.calls().giveBack(), in);
        Settings settings = new Settings(edges, stages, files, kafka, in.text("routes"), pipeline, in.notes());
        in.throwMistakes();
        return settings;
    }

    /** What works, but not as it is meant to, each in a sentence that says what to change. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>(notes);
        warnings.addAll(stages.service().warnings());
        warnings.addAll(stages.tasks().warnings());
        kafka.warning(edges, stages).ifPresent(warnings::add);
        return warnings;
    }
}
