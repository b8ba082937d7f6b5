package org.analyzetext.edge.files;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.analyzetext.account.Account;
import org.analyzetext.account.Answers;
import org.analyzetext.account.Traces;
import org.analyzetext.account.Wanted;
import org.analyzetext.account.Window;
import org.analyzetext.document.DocumentReader;
import org.analyzetext.document.DocumentRules;
import org.analyzetext.document.LogText;
import org.analyzetext.edge.EdgeCheck;
import org.analyzetext.edge.EdgeKind;
import org.analyzetext.edge.EdgeSettings;
import org.analyzetext.edge.EdgeView;
import org.analyzetext.edge.InputProgress;
import org.analyzetext.edge.ReplayRequest;
import org.analyzetext.edge.StorageEdge;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.job.Priority;
import org.analyzetext.job.Task;
import org.analyzetext.observe.HealthCondition;
import org.analyzetext.observe.PipelineGauge;
import org.analyzetext.observe.RunCounters;
import org.analyzetext.results.AnswerSource;
import org.analyzetext.spending.SpendingStore;
import org.analyzetext.stage.DryRun;
import org.analyzetext.stage.Polling;
import org.analyzetext.stage.StageSettings;
import org.analyzetext.stage.Stages;
import org.apache.camel.CamelContext;
import org.apache.camel.Service;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.spi.Registry;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Documents, jobs and results in folders.
 *
 * <p>Long because all that the edge binds and answers for stands here, once.
 */
public final class FilesEdge implements StorageEdge {
    private final FilesSettings settings;
    private final EdgeSettings edges;
    private final Clock clock;
    private final Folders folders;
    private final SpendingFile spent;
    private final ReadyTimes ready = new ReadyTimes();
    private @Nullable WorkFolder work;
    private @Nullable WorkFolderLevels levels;

    /** The folders of these settings; nothing is touched before it is used. */
    public FilesEdge(FilesSettings settings, EdgeSettings edges, Clock clock) {
        this.settings = settings;
        this.edges = edges;
        this.clock = clock;
        this.folders = settings.folders();
        this.spent = new SpendingFile(folders);
    }

    @Override
    public void bind(CamelContext context, Stages stages) {
        Registry registry = context.getRegistry();
        InboxScan inboxScan = bindSource(registry, stages);
        bindJobs(registry, stages);
        bindSink(registry, stages);
        context.addLifecycleStrategy(new CancelAtStop(stages.pipeline()));
        work = new WorkFolder(
                folders,
                stages.counters(),
                folders.beside(edges),
                settings.inbox().files(),
                inboxScan::hasFailed);
        levels = new WorkFolderLevels(work, stages.settings().observe().backlog(), Clock.systemUTC());
        for (String pool : List.of("analyze-text-submit", "analyze-text-submit-urgent", "analyze-text-submit-bulk")) {
            threads(context, stages.pipeline().route(pool), settings.submitThreads());
        }
        threads(context, stages.pipeline().route("analyze-text-poll"), settings.pollThreads());
    }

    @Override
    public List<Service> services() {
        return work == null || edges.jobs() != EdgeKind.FILES ? List.of() : List.of(work);
    }

    private InboxScan bindSource(Registry registry, Stages stages) {
        InboxSettings inbox = settings.inbox();
        InboxScan scan = new InboxScan(
                folders, inbox.files(), inbox.settle(), inbox.retry(), inbox.openInputs(), System::nanoTime);
        stages.bean(registry, "analyzeTextInboxScan", scan);
        stages.bean(
                registry,
                "analyzeTextInbox",
                new Inbox(folders, inbox.files(), settings.linger(), ready, Clock.systemUTC()));
        stages.bean(
                registry,
                "analyzeTextDirectFolder",
                new DirectFolder(folders, settings.linger(), ready, Clock.systemUTC()));
        return scan;
    }

    private void bindJobs(Registry registry, Stages stages) {
        Clock utc = Clock.systemUTC();
        StageSettings common = stages.settings();
        DocumentRules rules = common.rules();
        Cutter cutter = new Cutter(
                reader(common),
                rules,
                common.batch(),
                common.firstResource(),
                common.tasks().all(),
                settings.inbox().files().priorities(),
                // Another sink publishes and counts them when the input is closed.
                edges.sink() == EdgeKind.FILES ? stages.counters() : new RunCounters(),
                ready,
                utc);
        stages.bean(registry, "analyzeTextCutter", cutter);
        stages.bean(
                registry,
                "analyzeTextSourceCheck",
                new SourceCheck(cutter, settings.inbox().settle(), System::nanoTime));
        stages.bean(
                registry,
                "analyzeTextJobFolder",
                new JobFolder(folders, common.jobs().pause(), stages.storage(), ready, utc));
        stages.bean(
                registry,
                "analyzeTextJobsInFlight",
                new JobsInFlight(folders, common.calls().cancelTime(), utc));
        stages.bean(registry, "analyzeTextIdlePace", new IdlePace());
        Duration longestWait = common.jobs().pause().plus(Polling.LONGEST_WAIT);
        stages.bean(
                registry,
                "analyzeTextClaimedInputs",
                new StateFilter(StateFilter.State.CLAIMED, utc, longestWait, ready));
        Set<Priority> withRoute = ConcurrentHashMap.newKeySet();
        Function<Priority, StateFilter> waiting = priority -> new StateFilter(
                StateFilter.State.TODO,
                utc,
                longestWait,
                ready,
                () -> stages.storage().isOpen() && stages.spending().isOpen(),
                new FairShare(settings.inbox().files().priorities(), priority, withRoute));
        stages.bean(registry, "analyzeTextUrgentBatches", waiting.apply(Priority.URGENT));
        stages.bean(registry, "analyzeTextWaitingBatches", waiting.apply(Priority.NORMAL));
        stages.bean(registry, "analyzeTextBulkBatches", waiting.apply(Priority.BULK));
        stages.bean(registry, "analyzeTextDueJobs", new StateFilter(StateFilter.State.DUE, utc, longestWait, ready));
        stages.bean(
                registry, "analyzeTextQuietInputs", new StateFilter(StateFilter.State.QUIET, utc, longestWait, ready));
    }

    private void bindSink(Registry registry, Stages stages) {
        List<Task> tasks = stages.settings().tasks().all();
        RunCounters counters = stages.counters();
        stages.bean(
                registry,
                "analyzeTextOutcomeFolder",
                // Another sink has counted them.
                new OutcomeFolder(folders, edges.sink() == EdgeKind.FILES ? counters : new RunCounters()));
        stages.bean(
                registry,
                "analyzeTextJoiner",
                new Joiner(
                        folders,
                        reader(stages.settings()),
                        tasks,
                        settings.csv(),
                        counters,
                        new InputReports(settings.reports()),
                        Clock.systemUTC()));
        stages.bean(registry, "analyzeTextStreamFiles", new StreamFiles(folders, counters));
    }

    private DocumentReader reader(StageSettings stages) {
        return settings.format().reader(stages.fields(), stages.rules());
    }

    /** When all threads and the short queue are busy, the consumer works itself: so nothing piles up in memory. */
    private static void threads(CamelContext context, String name, int size) {
        context.getExecutorServiceManager()
                .registerThreadPoolProfile(new ThreadPoolProfileBuilder(name)
                        .poolSize(size)
                        .maxPoolSize(size)
                        .maxQueueSize(size)
                        .rejectedPolicy(ThreadPoolRejectedPolicy.CallerRuns)
                        .build());
    }

    @Override
    public List<HealthCondition> conditions() {
        return levels == null || edges.jobs() != EdgeKind.FILES ? List.of() : List.of(levels);
    }

    @Override
    public List<PipelineGauge> gauges() {
        return levels == null || edges.jobs() != EdgeKind.FILES ? List.of() : levels.levels();
    }

    @Override
    public EdgeView view() {
        return levels == null ? EdgeView.NOTHING : new FilesView(folders, edges, levels);
    }

    @Override
    public List<EdgeCheck> checks() {
        List<Path> needed = new ArrayList<>();
        if (edges.source() == EdgeKind.FILES) {
            needed.addAll(List.of(folders.inbox(), folders.work(), folders.done(), folders.accounts()));
        }
        if (edges.sink() == EdgeKind.FILES) {
            needed.addAll(List.of(folders.results(), folders.deadLetters()));
        }
        return needed.stream().map(FolderCheck::of).toList();
    }

    @Override
    public String source() {
        return LogText.of(folders.inbox().toString());
    }

    @Override
    public Map<String, String> places() {
        Map<String, String> places = new LinkedHashMap<>();
        if (edges.sink() == EdgeKind.FILES) {
            places.put("results", folders.results().toString());
            places.put("dead letters", folders.deadLetters().toString());
        }
        if (edges.source() == EdgeKind.FILES) {
            places.put("inputs", folders.done().toString());
            places.put("accounts", folders.accounts().toString());
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
        DocumentReader reader = reader(stages);
        return Stream.concat(
                        FilesDryRun.ofInbox(folders, settings.inbox().files(), reader, stages::batching).stream(),
                        FilesDryRun.ofWork(folders, reader, stages::batching).stream())
                .toList();
    }

    @Override
    public List<Account> accounts(List<String> names, Window window, Answers.Place elsewhere) throws IOException {
        return new AccountBook(folders).accounts(names, window, edges.sink() != EdgeKind.FILES);
    }

    @Override
    public AnswerSource answers(List<String> names, Window window) throws IOException {
        if (edges.source() == EdgeKind.FILES) {
            return PublishedFiles.ofInputs(folders, new AccountBook(folders).accounts(names, window, false));
        }
        if (!names.isEmpty()) {
            throw new AnalyzeTextException("only inputs that are files have names: '" + names.get(0)
                    + "' is none; --from and --to choose by time");
        }
        return PublishedFiles.all(folders, window);
    }

    @Override
    public void replay(ReplayRequest request) throws IOException {
        if (edges.source() == EdgeKind.DIRECT) {
            throw new AnalyzeTextException("documents of a host can't be replayed from here: its routes send them to"
                    + " direct:analyze-text again");
        }
        if (edges.sink() == EdgeKind.KAFKA) {
            throw new AnalyzeTextException("dead letters of files that lie in a topic can't be replayed: put their"
                    + " documents into the inbox; the inputs are in " + folders.done());
        }
        FileReplay replay = new FileReplay(folders, request.records(), request.selection());
        int finished = replay.finish();
        if (finished > 0) {
            request.finished().accept(finished);
        }
        for (Path file : request.files().isEmpty() ? replay.files() : request.files()) {
            request.reports().accept(replay.replay(file));
        }
    }

    /**
     * Puts the results of replays where their inputs' results are.
     *
     * @throws AnalyzeTextException when inputs or results are not in files
     */
    public ReplayMerge.Report mergeReplays(StageSettings stages) throws IOException {
        if (edges.source() != EdgeKind.FILES || edges.sink() != EdgeKind.FILES) {
            throw new AnalyzeTextException("--merge is for results and inputs in files; of topics, the result of a"
                    + " replay is a record of its own");
        }
        return new ReplayMerge(folders, reader(stages), stages.tasks().all(), settings.csv()).merge();
    }

    /** The results and dead letters of streams of these names, in files. */
    public Answers.Place answersOf(List<String> streams) {
        return () -> new StreamAnswers(folders, streams);
    }

    @Override
    public Traces traces(Wanted wanted) throws IOException {
        DocumentReader reader = settings.format().reader(wanted.fields(), new DocumentRules(Integer.MAX_VALUE));
        return new DocumentSearch(folders, reader, wanted).traces();
    }

    @Override
    public String resumed() throws IOException {
        List<InputProgress> inputs = progress();
        return inputs.isEmpty()
                ? "nothing to resume"
                : "resumes %d inputs with %d jobs at the service"
                        .formatted(
                                inputs.size(),
                                inputs.stream()
                                        .mapToLong(InputProgress::inFlight)
                                        .sum());
    }

    @Override
    public String left() throws IOException {
        WorkFolder.Left left = work == null ? WorkFolder.Left.NOTHING : work.left();
        return left.inWords(clock.instant());
    }

    /** How far each input is. */
    public List<InputProgress> progress() throws IOException {
        return work == null ? List.of() : work.progress();
    }

    /** Whether files stay in the inbox that could not be taken; the log names them. */
    public boolean hasFilesNotTaken() {
        return work != null && work.hasFilesNotTaken();
    }

    /** Whether every input has its answer. */
    public boolean isDrained() throws IOException {
        return work != null && work.drained();
    }
}
