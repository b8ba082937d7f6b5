package org.analyzetext.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The properties that there are: those of the properties file, and those of each task and resource that is named. */
public final class KnownProperties {
    private static final List<String> OF_TASKS = List.of("kind", "project-name", "deployment-name", "logging-opt-out");

    private static final List<String> OF_RESOURCES = List.of(
            "endpoint",
            "auth",
            "api-key",
            "api-key-file",
            "second.api-key",
            "second.api-key-file",
            "key-header",
            "api-version",
            "entra.credential",
            "entra.tenant-id",
            "entra.client-id",
            "entra.client-secret",
            "entra.client-secret-file",
            "entra.token-file",
            "entra.scope",
            "entra.authority",
            "quota.requests-per-minute",
            "quota.share",
            "quota.separate");

    private static final Pattern OF_SEVERAL = Pattern.compile("((tasks|resources)\\.([^.]+)\\.)(.+)");
    private static final String OF_PIPELINES = "pipelines.";
    /** What the host as a whole or the standalone application has, and not each of several pipelines. */
    private static final Pattern OF_THE_WHOLE =
            Pattern.compile("enabled|pipelines|exit-when-drained|log\\..*|observe\\.(port|host|last-scrape)");

    private static final Pattern KUBERNETES = Pattern.compile(".*_(SERVICE_(HOST|PORT.*)|PORT_\\d+_.*)");

    private final Pipeline pipeline;
    /** Without what they begin with. */
    private final Set<String> names;

    private KnownProperties(Pipeline pipeline, Set<String> names) {
        this.pipeline = pipeline;
        this.names = names;
    }

    /** The whole names of the properties that every configuration has. */
    public static Set<String> names() {
        return new TreeSet<>(DefaultProperties.read().stringPropertyNames());
    }

    /** The ends of the names of a task's properties, or of a resource's: {@code <kind>.<name>.<end>}. */
    public static List<String> endsOf(String kind) {
        return switch (kind) {
            case "tasks" -> OF_TASKS;
            case "resources" -> OF_RESOURCES;
            default -> List.of();
        };
    }

    /** Those of the properties file that is in the jar. */
    public static KnownProperties ofThisRelease() {
        return of(Pipeline.UNNAMED);
    }

    /** Those that this pipeline has of its own. */
    public static KnownProperties of(Pipeline pipeline) {
        return new KnownProperties(
                pipeline,
                names().stream()
                        .map(KnownProperties::shortName)
                        .filter(name -> !pipeline.isNamed()
                                || !OF_THE_WHOLE.matcher(name).matches())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** Their names, without what all of a pipeline's begin with. */
    Set<String> shortNames() {
        return names;
    }

    /** Notes a mistake for each name that is none of ours. */
    public void check(Set<String> given, PropertyReader in) {
        for (String name : new TreeSet<>(given)) {
            if (pipeline.isNamed() && !name.startsWith(pipeline.prefix())) {
                if (!name.startsWith(PropertyReader.PREFIX + OF_PIPELINES)) {
                    ofThisRelease().checkName(name, Optional.empty(), in);
                }
            } else if (!pipeline.isNamed() && shortName(name).startsWith(OF_PIPELINES)) {
                checkPipeline(name, in);
            } else {
                checkName(name, Optional.of(in), in);
            }
        }
    }

    private static void checkPipeline(String name, PropertyReader in) {
        String pipeline = shortName(name).substring(OF_PIPELINES.length()).replaceFirst("\\..*", "");
        List<String> pipelines = in.namesOrKeys("pipelines");
        if (!pipelines.isEmpty() && !pipelines.contains(pipeline)) {
            in.mistakeOf(
                    name, "belongs to no pipeline: " + in.property("pipelines") + " does not name '" + pipeline + "'");
        }
    }

    /**
     * Checks a name.
     *
     * @param owner who knows the names of tasks and resources; empty for what several pipelines may use
     */
    private void checkName(String name, Optional<PropertyReader> owner, PropertyReader mistakes) {
        String own = name.substring(pipeline.prefix().length());
        if (names.contains(own) || own.startsWith("task.parameters.")) {
            return;
        }
        Matcher several = OF_SEVERAL.matcher(own);
        if (!several.matches()) {
            mistakes.mistakeOf(name, unknown(name, wholeNames(names)));
            return;
        }
        List<String> known = endsOf(several.group(2));
        boolean parameter = several.group(2).equals("tasks") && several.group(4).startsWith("parameters.");
        if (!known.contains(several.group(4)) && !parameter) {
            Set<String> all = new TreeSet<>(names);
            known.forEach(end -> all.add(several.group(1) + end));
            mistakes.mistakeOf(name, unknown(name, wholeNames(all)));
        } else if (owner.isPresent()
                && !owner.get().namesOrKeys(several.group(2)).contains(several.group(3))) {
            mistakes.mistakeOf(
                    name,
                    "belongs to no " + several.group(2).replaceFirst("s$", "") + ": "
                            + owner.get().property(several.group(2)) + " does not name '" + several.group(3) + "'");
        }
    }

    private Set<String> wholeNames(Set<String> shortNames) {
        return shortNames.stream().map(name -> pipeline.prefix() + name).collect(Collectors.toSet());
    }

    /** Notes each variable of the environment that looks like ours and sets nothing; it may be somebody else's. */
    public void checkEnvironment(Map<String, String> environment, PropertyReader in) {
        Map<String, String> properties = new TreeMap<>();
        Stream.of(wholeNames(names).stream(), names().stream(), ofSeveral("tasks", in), ofSeveral("resources", in))
                .flatMap(Function.identity())
                .forEach(property -> properties.put(variable(property), property));
        String prefix = variable(PropertyReader.PREFIX);
        String others = pipeline.isNamed() ? prefix + variable(OF_PIPELINES) : null;
        new TreeMap<>(environment).forEach((name, value) -> {
            boolean ours = name.startsWith(prefix)
                    && (others == null || !name.startsWith(others) || name.startsWith(variable(pipeline.prefix())));
            if (ours && !properties.containsKey(name) && !isOfKubernetes(name, value)) {
                String asProperty = PropertyReader.PREFIX
                        + name.substring(prefix.length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '-');
                in.note("the variable " + name + " of the environment sets no property; "
                        + nearest(asProperty, properties.values())
                                .map(near -> "is " + variable(near) + " meant?")
                                .orElse("docs/configuration.md has all of them"));
            }
        });
    }

    private static Stream<String> ofSeveral(String kind, PropertyReader in) {
        return in.namesOrKeys(kind).stream()
                .flatMap(name -> endsOf(kind).stream().map(end -> in.property(kind + "." + name + "." + end)));
    }

    /** The variable of the environment that sets a property. */
    static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** Kubernetes sets some for each service of the namespace, and one may be called analyze-text. */
    private static boolean isOfKubernetes(String variable, String value) {
        return KUBERNETES.matcher(variable).matches() || value.startsWith("tcp://");
    }

    /** Says which property may be meant; a guess that is far off would only mislead. */
    private static String unknown(String name, Set<String> known) {
        return "is no property of this release; "
                + nearest(name, known)
                        .map(near -> "is " + near + " meant?")
                        .orElse("docs/configuration.md has them all");
    }

    /** The name that has all words of this one, or else nearly the same letters. */
    private static Optional<String> nearest(String name, Collection<String> known) {
        Set<String> words = words(name);
        Optional<String> sameWords = known.stream()
                .filter(one -> words(one).containsAll(words))
                .min(Comparator.comparingInt((String one) -> words(one).size())
                        .thenComparing(one -> distance(name, one)));
        return sameWords.or(() -> known.stream()
                .filter(one ->
                        distance(name, one) <= Math.max(2, shortName(name).length() / 4))
                .min(Comparator.comparingInt(one -> distance(name, one))));
    }

    /** The words of a name, in whatever spelling: with dots, dashes, underscores or capitals between them. */
    private static Set<String> words(String name) {
        return new HashSet<>(Arrays.asList(shortName(name)
                .replaceAll("([a-z])([A-Z])", "$1-$2")
                .toLowerCase(Locale.ROOT)
                .split("[._-]+")));
    }

    private static String shortName(String name) {
        return name.substring(PropertyReader.PREFIX.length());
    }

    /** How many letters have to be added, left out or changed (Levenshtein). */
    public static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
