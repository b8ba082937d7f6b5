package org.analyzetext;

import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.analyzetext.config.KnownProperties;
import org.analyzetext.config.LogSettings;
import org.analyzetext.config.PropertyReader;
import org.analyzetext.document.DocumentFields;
import org.analyzetext.document.DocumentReader;
import org.analyzetext.document.DocumentRules;
import org.analyzetext.document.OverLong;
import org.analyzetext.document.RecordReader;
import org.analyzetext.document.TaskNames;
import org.analyzetext.edge.files.Folders;
import org.analyzetext.edge.files.InboxFiles;
import org.analyzetext.edge.files.InboxSettings;
import org.analyzetext.edge.kafka.KafkaSettings;
import org.analyzetext.error.ConfigurationException;
import org.analyzetext.job.BatchLimits;
import org.analyzetext.job.Task;
import org.analyzetext.job.TaskKind;
import org.analyzetext.observe.ObserveSettings;
import org.analyzetext.schedule.BackOff;
import org.analyzetext.service.HttpLimits;
import org.analyzetext.service.Network;
import org.analyzetext.service.Resource;
import org.analyzetext.spending.SpendingLimits;

/**
 * The configuration, checked as a whole: what {@code analyze-text.properties} describes, as values.
 *
 * @param exitWhenDrained whether a standalone application ends when every input has its answer
 * @param resources the service resources that are called, at least one
 * @param backfill whether live documents of other pipelines go first
 * @param submitThreads submits at once
 * @param pollThreads polls at once
 * @param http the bounds of a call
 * @param network the way from here to the service
 * @param backOff the waits between repeats of a call
 * @param giveBack how long a call is repeated before its batch goes back to the queue
 * @param tasks the models asked, at least one
 * @param tasksAreNamed whether {@code analyze-text.tasks} names them
 * @param taskNames which of the tasks a document asks for
 * @param fields where records keep id, text, language and the tasks that they ask for
 * @param overLong what becomes of a text that is too long for a job
 * @param batch what fits in a job
 * @param linger how long texts wait for others to fill a job
 * @param spending how much may be spent
 * @param firstPoll when a job is polled first while nothing is known of such jobs
 * @param longestPoll the longest distance between polls of a job that takes longer than all that are known
 * @param jobDeadline when a job that is not over counts as failed
 * @param jobMaxAttempts how often a document is submitted at most
 * @param jobPause how long a document rests before each new try
 * @param folders the folders of the file edges
 * @param inbox how files are taken out of the inbox
 * @param charset how text files are written
 * @param csvSeparators the characters of which one stands between the fields of CSV rows
 * @param records where the records of a JSON file are inside an object
 * @param source where documents come from
 * @param jobs where jobs in flight are kept
 * @param sink where results go
 * @param kafka what the Kafka edges are told
 * @param taken how many documents all consumers of the documents topic take at once
 * @param observe where health and metrics are served
 * @param cancelTime how long a stop cancels jobs in flight, where it does
 * @param routes a pattern for the route files; empty for those of the jar
 */
public record Settings(
        boolean exitWhenDrained,
        List<Resource> resources,
        boolean backfill,
        int submitThreads,
        int pollThreads,
        HttpLimits http,
        Network network,
        BackOff backOff,
        Duration giveBack,
        List<Task> tasks,
        boolean tasksAreNamed,
        TaskNames taskNames,
        DocumentFields fields,
        OverLong overLong,
        BatchLimits batch,
        Duration linger,
        SpendingLimits spending,
        Duration firstPoll,
        Duration longestPoll,
        Duration jobDeadline,
        int jobMaxAttempts,
        Duration jobPause,
        Folders folders,
        InboxSettings inbox,
        Charset charset,
        String csvSeparators,
        String records,
        Edge source,
        Edge jobs,
        Edge sink,
        KafkaSettings kafka,
        int taken,
        ObserveSettings observe,
        Duration cancelTime,
        String routes) {
    /** What the pipeline is connected to. */
    public enum Edge {
        FILES,
        KAFKA,
        /** Routes of the host, which send to {@code direct:analyze-text}. */
        DIRECT,
        /** Any endpoints, which the host names. */
        ENDPOINT,
        /** A route file that somebody has written. */
        OWN;

        static Edge of(String value) {
            return valueOf(value.toUpperCase(Locale.ROOT));
        }
    }

    /** From where to where documents go. */
    public record Edges(Edge source, Edge sink) {}

    private static final List<String> SOURCES = List.of("files", "kafka", "direct");
    private static final List<String> QUEUES = List.of("files", "kafka", "own");
    private static final List<String> AT_STOP = List.of("keep", "cancel");
    private static final List<String> SINKS = List.of("files", "kafka", "endpoint");
    private static final List<String> OVER_LONG = List.of("dead-letter", "split");
    private static final String DEFAULT_INBOX = "inbox";
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,50}");
    /** Longer than any honest answer: 25 documents with 200 classes each, from ten tasks, are 3 MB. */
    private static final int MAX_ANSWER_BYTES = 8 << 20;
    /** The consumers of the two queues call themselves when all threads are busy. */
    private static final int CALLER_RUNS = 2;
    /** One for each tier of delay; their consumers call the service on their own threads. */
    private static final int JOBS_TOPICS = 4;
    /** Below the idle time-outs of common gateways. */
    private static final Duration CONNECTION_LIFE = Duration.ofSeconds(50);

    /**
     * Reads the configuration.
     *
     * @param source properties by their whole names, defaults included
     * @param given the whole names of all properties that are set
     * @throws ConfigurationException with every mistake that was found
     */
    static Settings read(Function<String, Optional<String>> source, Set<String> given) {
        PropertyReader in = new PropertyReader(source);
        KnownProperties.ofThisRelease().check(given, names(in, "tasks"), names(in, "resources"), in);
        Edge from = Edge.of(in.oneOf("source", SOURCES, "files"));
        Edge jobs = Edge.of(in.oneOf("jobs", QUEUES, "files"));
        Edge sink = Edge.of(in.oneOf("sink", SINKS, "files"));
        boolean kept = from == Edge.FILES ? jobs == Edge.FILES : from == Edge.DIRECT || jobs != Edge.FILES;
        if (!kept) {
            in.mistake(
                    "jobs",
                    "is '" + in.text("jobs") + "', but documents from " + in.text("source") + " need "
                            + (from == Edge.FILES ? "files" : "kafka or own"));
        }
        in.flag("enabled");
        // Read by the log configuration, and only checked here.
        in.oneOf("log.format", LogSettings.FORMATS);
        in.oneOf("log.jobs", LogSettings.JOBS);
        if (sink == Edge.ENDPOINT) {
            in.required("endpoint-sink.results", "the Camel endpoint that takes results, such as direct:labelled");
            in.required("endpoint-sink.dead-letters", "the Camel endpoint that takes dead letters");
        }
        Duration giveBack = in.duration("call.give-back");
        int maxPollInterval = in.number("kafka.max-poll-interval", 1_000, 86_400_000);
        boolean kafka = from == Edge.KAFKA || jobs == Edge.KAFKA;
        if (kafka && giveBack.toMillis() * 2 > maxPollInterval) {
            in.mistake(
                    "call.give-back",
                    "is " + giveBack.toMillis()
                            + " ms, but must be at most half of analyze-text.kafka.max-poll-interval ("
                            + maxPollInterval + "): a consumer that waits longer loses its partitions");
        }
        if (in.flag("exit-when-drained") && from != Edge.FILES) {
            in.mistake(
                    "exit-when-drained",
                    "is true, but " + (from == Edge.KAFKA ? "a topic" : "a host")
                            + " never ends: only files can be drained");
        }
        int takers = in.number("kafka.consumers", 1, 100);
        int consumers = takers + JOBS_TOPICS * in.number("kafka.jobs-consumers", 1, 100);
        int submitThreads = in.number("submit.threads", 1, 1_000);
        int pollThreads = in.number("poll.threads", 1, 1_000);
        in.duration("files.scan");
        Folders folders = folders(in);
        HttpLimits http = new HttpLimits(
                in.duration("call.connect-timeout"),
                in.duration("call.response-timeout"),
                CONNECTION_LIFE,
                Math.max(submitThreads + pollThreads + CALLER_RUNS, kafka ? consumers : 0),
                MAX_ANSWER_BYTES);
        BatchLimits batch = in.checked(
                        "batch",
                        () -> new BatchLimits(
                                in.number("batch.max-documents", 1, BatchLimits.SERVICE.maxDocuments()),
                                in.number("batch.max-characters", 1, BatchLimits.SERVICE.maxCharacters())))
                .orElse(BatchLimits.SERVICE);
        KafkaSettings topics = KafkaProperties.read(in);
        List<Task> tasks = tasks(in);
        Network network = ServiceProperties.network(in);
        Settings settings = new Settings(
                in.flag("exit-when-drained"),
                ServiceProperties.resources(in, network, http),
                in.flag("quota.backfill"),
                submitThreads,
                pollThreads,
                http,
                network,
                new BackOff(in.duration("call.shortest-wait"), in.duration("call.longest-wait")),
                giveBack,
                tasks,
                !names(in, "tasks").isEmpty(),
                asked(in, tasks),
                fields(in),
                overLong(in),
                jobs == Edge.FILES ? batch : batch.withMaxBytes(topics.maxBatchBytes()),
                in.duration("batch.linger"),
                spending(in, batch, tasks.size()),
                in.duration("poll.first-poll"),
                in.duration("poll.longest"),
                in.duration("job.deadline"),
                in.number("job.max-attempts", 1, 100),
                in.duration("job.pause"),
                folders,
                inbox(in, folders, from),
                in.charset("files.charset"),
                separators(in),
                records(in),
                from,
                jobs,
                sink,
                topics,
                takers * in.number("kafka.take", 1, 100_000),
                observe(in),
                cancelTime(in, jobs),
                in.text("routes"));
        in.throwMistakes();
        return settings;
    }

    private static Duration cancelTime(PropertyReader in, Edge jobs) {
        boolean cancels = in.oneOf("shutdown.jobs", AT_STOP, "keep").equals("cancel");
        if (cancels && jobs != Edge.FILES) {
            in.mistake(
                    "shutdown.jobs",
                    "is cancel, but jobs in "
                            + (jobs == Edge.KAFKA
                                    ? "topics belong to the group, whose other instances go on with them"
                                    : "a queue of your own are known to your route file alone")
                            + ": it can only be keep, or analyze-text.jobs must be files");
        }
        return in.duration("shutdown.cancel-time");
    }

    private static ObserveSettings observe(PropertyReader in) {
        OptionalInt port = in.text("observe.port").isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(in.number("observe.port", 0, 65_535));
        return new ObserveSettings(
                in.required("observe.host", "the address that health and metrics are served at"),
                port,
                in.duration("observe.last-scrape"),
                in.number("observe.backlog", 0, Integer.MAX_VALUE));
    }

    /** What works, but not as it is meant to, each in a sentence that says what to change. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        resources.forEach(resource -> resource.warning().ifPresent(warnings::add));
        double seconds = secondsOfTake();
        if (source == Edge.KAFKA && seconds * 1_000 > kafka.longestTake().toMillis()) {
            warnings.add("analyze-text.kafka.take: the quota needs " + Math.round(seconds) + " s for the " + taken
                    + " documents that all consumers of this instance take at once, and they have "
                    + kafka.longestTake().toSeconds()
                    + " s, a quarter of analyze-text.kafka.max-poll-interval; then the rest"
                    + " is read again, which is safe and slow. Lower analyze-text.kafka.take or raise the interval");
        }
        return warnings;
    }

    /** How long the submits of all that is taken at once, and the polls that go before them, wait for the quota. */
    private double secondsOfTake() {
        double submitsPerMinute = resources.stream()
                .map(Resource::quota)
                .mapToDouble(quota -> quota.enabled()
                        ? quota.requestsPerMinute() * quota.share() / (quota.separate() ? 1 : 2)
                        : Double.POSITIVE_INFINITY)
                .sum();
        return Math.ceil((double) taken / batch.maxDocuments()) / submitsPerMinute * 60;
    }

    /** Reads the documents of files. */
    public DocumentReader documentReader() {
        return new DocumentReader(fields, charset, csvSeparators, records, rules());
    }

    /** Reads the documents of a topic. */
    public RecordReader recordReader() {
        return new RecordReader(kafka.valueFormat(), fields, kafka.languageHeader(), rules());
    }

    /** What a document must keep to. */
    public DocumentRules rules() {
        return new DocumentRules(batch.maxCharacters(), overLong, taskNames);
    }

    private static OverLong overLong(PropertyReader in) {
        return in.oneOf("document.over-long", OVER_LONG).equals("split") ? OverLong.SPLIT : OverLong.DEAD_LETTER;
    }

    static List<String> names(PropertyReader in, String property) {
        return Arrays.stream(in.text(property).split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static List<Task> tasks(PropertyReader in) {
        List<String> names = names(in, "tasks");
        if (names.isEmpty()) {
            return task(in, "task", in.text("task.name")).map(List::of).orElse(List.of());
        }
        List<Task> tasks = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                in.mistake("tasks", "names '" + name + "' twice");
            }
            task(in, "tasks." + name, name).ifPresent(tasks::add);
        }
        return List.copyOf(tasks);
    }

    private static Optional<Task> task(PropertyReader in, String prefix, String name) {
        if (!NAME.matcher(name).matches()) {
            in.mistake(prefix, "has the name '" + name + "', but a name is 1 to 50 of the characters A-Z a-z 0-9 _ -");
        }
        String project = in.required(prefix + ".project-name", "the name of your project");
        String deployment = in.required(prefix + ".deployment-name", "the name of the project's deployment");
        Optional<TaskKind> kind = in.checked(prefix + ".kind", () -> TaskKind.of(in.text(prefix + ".kind")));
        boolean optOut = in.text(prefix + ".logging-opt-out").isEmpty() ? false : in.flag(prefix + ".logging-opt-out");
        if (project.isEmpty() || deployment.isEmpty() || kind.isEmpty()) {
            return Optional.empty();
        }
        return in.checked(prefix, () -> new Task(name, kind.get(), project, deployment, optOut));
    }

    private static TaskNames asked(PropertyReader in, List<Task> tasks) {
        List<String> known = tasks.stream().map(Task::name).toList();
        List<String> usual = names(in, "tasks.default");
        usual.stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> in.mistake(
                        "tasks.default", "names '" + name + "', but the tasks are only " + String.join(", ", known)));
        return new TaskNames(in.text("document.task"), in.text("kafka.task-header"), known, usual);
    }

    private static SpendingLimits spending(PropertyReader in, BatchLimits batch, int tasks) {
        int perDay = in.number("spending.per-day", 0, Integer.MAX_VALUE);
        int perMonth = in.number("spending.per-month", 0, Integer.MAX_VALUE);
        // Each document can begin a thousand of its own.
        long largest = (batch.maxCharacters() / 1_000L + batch.maxDocuments()) * tasks;
        for (String name : List.of("spending.per-day", "spending.per-month")) {
            int limit = name.endsWith("day") ? perDay : perMonth;
            if (limit > 0 && limit < largest) {
                in.mistake(
                        name,
                        "is " + limit + ", but one batch can have " + largest
                                + " text records and would wait forever: raise it, or lower"
                                + " analyze-text.batch.max-characters and analyze-text.batch.max-documents");
            }
        }
        String pause = in.text("pause-file");
        return new SpendingLimits(
                perDay, perMonth, in.zone("spending.zone"), pause.isEmpty() ? null : in.folder("pause-file"));
    }

    /** Where records keep id, text and language alone, for commands that call nobody. */
    public static DocumentFields fields(Function<String, Optional<String>> source) {
        PropertyReader in = new PropertyReader(source);
        DocumentFields fields = fields(in);
        in.throwMistakes();
        return fields;
    }

    private static DocumentFields fields(PropertyReader in) {
        return in.checked(
                        "document",
                        () -> new DocumentFields(
                                in.text("document.id"),
                                in.text("document.text"),
                                in.text("document.language"),
                                in.text("document.task")))
                .orElse(new DocumentFields("/id", "/text", "/language"));
    }

    /** From where to where documents go, alone, for commands that call nobody. */
    public static Edges edges(Function<String, Optional<String>> source) {
        PropertyReader in = new PropertyReader(source);
        Edges edges =
                new Edges(Edge.of(in.oneOf("source", SOURCES, "files")), Edge.of(in.oneOf("sink", SINKS, "files")));
        in.throwMistakes();
        return edges;
    }

    /** What the Kafka edges are told, alone, for commands that call nobody. */
    public static KafkaSettings kafka(Function<String, Optional<String>> source) {
        PropertyReader in = new PropertyReader(source);
        KafkaSettings kafka = KafkaProperties.read(in);
        in.throwMistakes();
        return kafka;
    }

    /** The folders alone, for commands that call nobody. */
    public static Folders folders(Function<String, Optional<String>> source) {
        PropertyReader in = new PropertyReader(source);
        Folders folders = folders(in);
        in.throwMistakes();
        return folders;
    }

    private static Folders folders(PropertyReader in) {
        Folders folders = new Folders(
                in.folder("files.inbox"),
                in.folder("files.work"),
                in.folder("files.results"),
                in.folder("files.dead-letters"),
                in.folder("files.done"),
                in.folder("files.accounts"));
        List<Path> all = List.of(
                folders.inbox(),
                folders.work(),
                folders.results(),
                folders.deadLetters(),
                folders.done(),
                folders.accounts());
        for (Path folder : all) {
            for (Path other : all) {
                if (folder != other && folder.startsWith(other)) {
                    in.mistake("files", "has " + folder + " inside " + other + "; give each folder a place of its own");
                }
            }
        }
        return folders;
    }

    private static InboxSettings inbox(PropertyReader in, Folders folders, Edge from) {
        Path inbox = folders.inbox();
        // One that is called inbox, in a folder that is there, is made; any other name may be misspelt, and nothing
        // come.
        boolean isMade = inbox.endsWith(DEFAULT_INBOX) && Files.isDirectory(inbox.resolveSibling(""));
        if (from == Edge.FILES && !in.text("files.inbox").isEmpty() && !isMade && !Files.isDirectory(inbox)) {
            in.mistake("files.inbox", "is " + inbox + ", which is no folder that is there; make it, or mend the name");
        }
        String marker = in.text("files.marker");
        if (!marker.matches("|\\.[A-Za-z0-9._-]{1,50}")) {
            in.mistake("files.marker", "is '" + marker + "', but must be an ending such as .done, or empty");
        }
        List<Path> links = in.folders("files.links");
        return new InboxSettings(
                new InboxFiles(inbox, marker, links),
                in.duration("files.settle"),
                Duration.ofMillis(in.number("files.retry", 0, 3_600_000)),
                in.number("files.open-inputs", 1, 1_000_000));
    }

    private static String separators(PropertyReader in) {
        String value = in.separator("files.csv-separator");
        if (value.equals("auto")) {
            return DocumentReader.ANY_SEPARATOR;
        }
        if (value.length() == 1 && DocumentReader.canSeparate(value.charAt(0))) {
            return value;
        }
        in.mistake(
                "files.csv-separator",
                "is '" + value
                        + "', but must be auto, \\t for a tab, or one ASCII character that is no letter, no digit"
                        + " and no quote, such as ;");
        return DocumentReader.ANY_SEPARATOR;
    }

    private static String records(PropertyReader in) {
        String value = in.text("document.records");
        if (value.isEmpty() || (value.startsWith("/") && value.length() > 1)) {
            return value;
        }
        in.mistake(
                "document.records",
                "is '" + value + "', but must be a JSON pointer such as /documents, or empty where no object is around"
                        + " the records of a file");
        return "";
    }
}
