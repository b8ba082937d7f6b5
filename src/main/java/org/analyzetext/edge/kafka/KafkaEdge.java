package org.analyzetext.edge.kafka;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.analyzetext.account.Account;
import org.analyzetext.account.Answers;
import org.analyzetext.account.Traces;
import org.analyzetext.account.Wanted;
import org.analyzetext.account.Window;
import org.analyzetext.document.RecordReader;
import org.analyzetext.edge.EdgeCheck;
import org.analyzetext.edge.EdgeKind;
import org.analyzetext.edge.EdgeSettings;
import org.analyzetext.edge.EdgeView;
import org.analyzetext.edge.ReplayRequest;
import org.analyzetext.edge.StorageEdge;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.job.Task;
import org.analyzetext.observe.HealthCondition;
import org.analyzetext.observe.PipelineGauge;
import org.analyzetext.results.AnswerSource;
import org.analyzetext.spending.SpendingStore;
import org.analyzetext.stage.DryRun;
import org.analyzetext.stage.StageSettings;
import org.analyzetext.stage.Stages;
import org.apache.camel.CamelContext;
import org.apache.camel.Service;
import org.apache.camel.spi.Registry;
import org.jspecify.annotations.Nullable;

/** Documents, jobs and results in topics. Only loaded where Kafka's client is on the class path. */
public final class KafkaEdge implements StorageEdge {
    private final KafkaSettings settings;
    private final KafkaNames names;
    private final EdgeSettings edges;
    private final BrokerClock clock;
    private final NewerRecords newer;
    private final SpendingTopic spent;
    private final List<Service> services = new ArrayList<>();
    private @Nullable BrokerWatch watch;

    /** The topics of these settings; no broker is asked before it is used. */
    public KafkaEdge(KafkaSettings settings, EdgeSettings edges, Clock machine) {
        this.settings = settings;
        this.names = settings.names();
        this.edges = edges;
        this.clock = new BrokerClock(machine, System::nanoTime);
        this.newer = new NewerRecords(clock);
        this.spent = new SpendingTopic(settings);
    }

    @Override
    public void bind(CamelContext context, Stages stages) {
        StageSettings common = stages.settings();
        TopicTransactions transactions = new TopicTransactions(
                settings,
                stages.storage(),
                stages.counters(),
                common.service().http().longestCall(),
                clock);
        watch = new BrokerWatch(
                context,
                settings,
                edges.source() == EdgeKind.KAFKA,
                common.observe().backlog(),
                transactions.recordShare(),
                Clock.systemUTC());
        services.add(transactions);
        services.add(watch);
        services.add(new TopicSetup(
                settings,
                neededTopics(common.spending().any()),
                edges.jobs() == EdgeKind.KAFKA,
                common.jobs().deadline(),
                transactions));
        Registry registry = context.getRegistry();
        stages.bean(registry, "analyzeTextTopicTransaction", transactions);
        KafkaClients.addComponent(
                context,
                stages.pipeline().route(KafkaClients.SCHEME),
                settings,
                transactions,
                clock,
                new GroupShare(stages.scheduler()::share));
        stages.bean(
                registry,
                "analyzeTextTurnThreads",
                context.getExecutorServiceManager().newCachedThreadPool(transactions, "analyze-text-turn"));
        stages.bean(
                registry,
                "analyzeTextTopicSource",
                new TopicSource(
                        reader(common),
                        common.rules(),
                        common.batch(),
                        common.firstResource(),
                        common.tasks().all(),
                        settings,
                        clock));
        stages.bean(
                registry,
                "analyzeTextTopicJobs",
                new TopicJobs(
                        settings,
                        transactions,
                        batch -> stages.storage().isOpen()
                                && stages.spending().isOpen()
                                && !stages.scheduler().holds(Task.names(batch.tasks())),
                        newer,
                        clock));
        stages.bean(
                registry, "analyzeTextTopicSink", new TopicSink(context, settings, transactions, stages.counters()));
    }

    @Override
    public List<Service> services() {
        return List.copyOf(services);
    }

    private RecordReader reader(StageSettings stages) {
        return new RecordReader(
                settings.documents().format(),
                stages.fields(),
                settings.documents().languageHeader(),
                stages.rules());
    }

    private List<String> neededTopics(boolean counted) {
        List<String> needed = new ArrayList<>();
        if (edges.source() == EdgeKind.KAFKA) {
            needed.addAll(names.documentsTopics());
        }
        if (edges.source() == EdgeKind.KAFKA && counted) {
            needed.add(names.spendingTopic());
        }
        if (edges.sink() == EdgeKind.KAFKA) {
            needed.add(names.resultsTopic());
            needed.add(names.deadLettersTopic());
        }
        return needed;
    }

    @Override
    public List<HealthCondition> conditions() {
        List<HealthCondition> conditions = new ArrayList<>();
        if (watch != null) {
            conditions.addAll(List.of(watch, watch.openTransactions(), watch.groupOffsets(), watch.backlog()));
        }
        if (edges.jobs() == EdgeKind.KAFKA) {
            conditions.add(newer);
        }
        return conditions;
    }

    @Override
    public List<PipelineGauge> gauges() {
        List<PipelineGauge> gauges = new ArrayList<>();
        if (watch != null) {
            gauges.addAll(watch.levels());
        }
        if (edges.jobs() == EdgeKind.KAFKA) {
            gauges.addAll(newer.levels());
        }
        return gauges;
    }

    @Override
    public EdgeView view() {
        return watch == null ? EdgeView.NOTHING : new TopicsView(settings, edges, watch);
    }

    @Override
    public List<EdgeCheck> checks() {
        List<String> topics = new ArrayList<>();
        if (edges.source() == EdgeKind.KAFKA) {
            topics.addAll(names.documentsTopics());
            topics.addAll(names.jobsTopics());
        }
        if (edges.sink() == EdgeKind.KAFKA) {
            topics.add(names.resultsTopic());
            topics.add(names.deadLettersTopic());
        }
        return topics.isEmpty() ? List.of() : BrokerCheck.of(settings, topics);
    }

    @Override
    public String source() {
        return names.documentsTopicsText();
    }

    @Override
    public Map<String, String> places() {
        Map<String, String> places = new LinkedHashMap<>();
        if (edges.sink() == EdgeKind.KAFKA) {
            places.put("results", "topic " + names.resultsTopic());
            places.put("dead letters", "topic " + names.deadLettersTopic());
        }
        return places;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public SpendingStore spendingStore() {
        return spent;
    }

    @Override
    public List<DryRun> dryRun(StageSettings stages) throws IOException {
        return TopicDryRun.of(settings, reader(stages), stages::batching);
    }

    @Override
    public List<Account> accounts(List<String> inputs, Window window, Answers.Place elsewhere) throws IOException {
        if (!inputs.isEmpty()) {
            throw new AnalyzeTextException("the account of a topic takes no names, but has '" + String.join(" ", inputs)
                    + "'; --from and --to choose documents by their time");
        }
        return List.of(new TopicAccount(settings, window).account(answers(elsewhere)));
    }

    @Override
    public AnswerSource answers(List<String> topics, Window window) {
        List<String> read = topics.isEmpty() ? List.of(names.resultsTopic(), names.deadLettersTopic()) : topics;
        return new PublishedRecords(settings, read, window);
    }

    private Answers.@Nullable Place answers(Answers.Place elsewhere) {
        return edges.sink() == EdgeKind.KAFKA ? null : elsewhere;
    }

    @Override
    public void replay(ReplayRequest request) throws IOException {
        if (!request.files().isEmpty()) {
            throw new AnalyzeTextException("documents of a topic are replayed by --code, --from and --to, not by files"
                    + " such as '" + request.files().get(0) + "'");
        }
        TopicReplay replay = new TopicReplay(settings, request.records(), request.selection());
        request.reports().accept(replay.replay(answers(request.elsewhere())));
    }

    @Override
    public Traces traces(Wanted wanted) throws IOException {
        return new TopicSearch(settings, edges, wanted).traces();
    }

    @Override
    public String resumed() {
        return "resumes the jobs in the topics " + names.jobsTopics();
    }

    @Override
    public String left() {
        return "jobs in flight stay in the topics " + names.jobsTopics()
                + ": other instances continue with them, or the next start; the service keeps their results for 24 hours";
    }
}
