package org.analyzetext;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.analyzetext.account.Answers;
import org.analyzetext.account.Window;
import org.analyzetext.config.PropertyReader;
import org.analyzetext.edge.Edge;
import org.analyzetext.edge.EdgeKind;
import org.analyzetext.edge.EdgeSettings;
import org.analyzetext.edge.StorageEdge;
import org.analyzetext.edge.files.FilesEdge;
import org.analyzetext.edge.files.FilesSettings;
import org.analyzetext.edge.host.HostEdge;
import org.analyzetext.edge.kafka.KafkaEdge;
import org.analyzetext.edge.kafka.KafkaSettings;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.error.ConfigurationException;
import org.analyzetext.observe.HealthCondition;
import org.analyzetext.observe.PipelineGauge;
import org.analyzetext.observe.PipelineHealth;
import org.analyzetext.results.AnswerSource;
import org.analyzetext.stage.Stages;
import org.apache.camel.CamelContext;
import org.apache.camel.Service;
import org.apache.camel.spi.Registry;
import org.jspecify.annotations.Nullable;

/** The edges of a configuration. Kafka's is only loaded where it is used: its client may not be there. */
public final class Edges {
    private final EdgeSettings settings;
    private final FilesEdge files;
    private final @Nullable StorageEdge kafka;
    private final HostEdge host;
    private final Answers.Place answersInFiles;
    private List<HealthCondition> conditions = List.of();
    private List<PipelineGauge> gauges = List.of();

    private Edges(EdgeSettings settings, FilesSettings files, KafkaSettings kafka, Clock clock) {
        this.settings = settings;
        this.host = new HostEdge(settings);
        this.files = new FilesEdge(files, settings, clock);
        this.kafka = settings.uses(EdgeKind.KAFKA) ? new KafkaEdge(kafka, settings, clock) : null;
        this.answersInFiles = this.files.answersOf(kafka.documentsTopics());
    }

    /** Those of these settings. */
    public static Edges of(Settings settings) {
        return new Edges(settings.edges(), settings.files(), settings.kafka(), Clock.systemUTC());
    }

    /** The same in a context, whose host may have bound what it takes for the clock of this machine. */
    static Edges of(Settings settings, Registry registry) {
        Clock bound = registry.lookupByNameAndType("analyze-text-clock", Clock.class);
        return new Edges(
                settings.edges(), settings.files(), settings.kafka(), bound == null ? Clock.systemUTC() : bound);
    }

    /**
     * Reads the edges' settings alone, for commands that call nothing.
     *
     * @throws ConfigurationException with every mistake that was found
     */
    public static Edges read(Function<String, Optional<String>> source) {
        PropertyReader in = new PropertyReader(source);
        EdgeSettings settings = EdgeSettings.read(in);
        FilesSettings files = FilesSettings.read(in);
        KafkaSettings kafka = KafkaSettings.read(in);
        in.throwMistakes();
        return new Edges(settings, files, kafka, Clock.systemUTC());
    }

    /** Binds what the routes of the edges call, shows how they are, and starts their services. */
    void bind(CamelContext context, Stages stages) throws Exception {
        List<HealthCondition> allConditions = new ArrayList<>(stages.conditions());
        List<PipelineGauge> allGauges = new ArrayList<>(stages.gauges());
        List<Service> services = new ArrayList<>();
        for (Edge edge : inUse()) {
            edge.bind(context, stages);
            allConditions.addAll(edge.conditions());
            allGauges.addAll(edge.gauges());
            services.addAll(edge.services());
        }
        if (stages.settings().spending().any()) {
            services.add(queue().spendingStore());
        }
        conditions = List.copyOf(allConditions);
        gauges = List.copyOf(allGauges);
        // First, so that what a start finds is counted there too.
        PipelineHealth.register(context, stages.pipeline(), stages.counters(), conditions, gauges);
        for (Service service : services) {
            context.addService(service, true, true);
        }
    }

    /** What has to be well for documents to flow; known once they are bound. */
    public List<HealthCondition> conditions() {
        return conditions;
    }

    /** The values of edges and stages; known once they are bound. */
    public List<PipelineGauge> gauges() {
        return gauges;
    }

    /** From where to where documents go. */
    public EdgeSettings settings() {
        return settings;
    }

    /** Those that the routes use. */
    public List<Edge> inUse() {
        List<Edge> edges = new ArrayList<>();
        if (settings.uses(EdgeKind.FILES)) {
            edges.add(files);
        }
        if (kafka != null) {
            edges.add(kafka);
        }
        if (settings.uses(EdgeKind.DIRECT) || settings.uses(EdgeKind.ENDPOINT) || settings.uses(EdgeKind.OWN)) {
            edges.add(host);
        }
        return edges;
    }

    /** Where documents come from. */
    public Edge source() {
        return settings.source() == EdgeKind.DIRECT ? host : documents();
    }

    /** Those of them that keep documents, jobs or outcomes. */
    public List<StorageEdge> storage() {
        return inUse().stream()
                .filter(StorageEdge.class::isInstance)
                .map(StorageEdge.class::cast)
                .toList();
    }

    /** What knows where documents are. */
    public StorageEdge documents() {
        return storage(settings.source());
    }

    /** What keeps the jobs in flight; the folders stand in for a queue that somebody has written. */
    public StorageEdge queue() {
        return storage(settings.jobs());
    }

    private StorageEdge storage(EdgeKind kind) {
        return kind == EdgeKind.KAFKA && kafka != null ? kafka : files;
    }

    /** The folders. */
    public FilesEdge files() {
        return files;
    }

    /**
     * The results and dead letters that the routes published.
     *
     * @param names inputs, or folders of inputs; empty for all
     * @throws AnalyzeTextException where they are with a host, or a name is not known
     */
    public AnswerSource answers(List<String> names, Window window) throws IOException {
        if (settings.sink() == EdgeKind.ENDPOINT) {
            throw new AnalyzeTextException("results and dead letters are with the host (analyze-text.sink=endpoint)");
        }
        if (settings.sink() == EdgeKind.KAFKA && !names.isEmpty()) {
            throw new AnalyzeTextException("results are in topics (analyze-text.sink=kafka), where '" + names.get(0)
                    + "' can't be chosen; --from and --to choose by time");
        }
        return storage(settings.sink()).answers(names, window);
    }

    /**
     * The results and dead letters in a topic, whatever its name.
     *
     * @throws AnalyzeTextException where Kafka is not configured
     */
    public AnswerSource topic(String name) throws IOException {
        if (kafka == null) {
            throw new AnalyzeTextException("the topic " + name + " can't be read: run the command where"
                    + " analyze-text.properties has analyze-text.sink=kafka and analyze-text.kafka.brokers");
        }
        return kafka.answers(List.of(name), Window.ALL);
    }

    /** The results and dead letters of a topic, where they are files. */
    public Answers.Place answersInFiles() {
        return answersInFiles;
    }
}
