package org.analyzetext.config;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.analyzetext.error.ConfigurationException;
import org.apache.camel.spi.Registry;

/**
 * Which of the pipelines of a Camel context: the one without a name, or one of several. All that a pipeline has is called
 * by its name: {@code analyze-text-submit} is {@code analyze-text-films-submit}, {@code analyzeTextPolling} is
 * {@code analyzeTextFilmsPolling}, {@code analyze-text.tasks} is {@code analyze-text.pipelines.films.tasks}.
 *
 * @param name the name; empty for the pipeline without one
 */
public record Pipeline(String name) {
    /** The pipeline without a name. */
    public static final Pipeline UNNAMED = new Pipeline("");

    private static final String ROUTES = "analyze-text";
    private static final String BEANS = "analyzeText";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]{0,29}");
    /** Words with which names of the pipeline without a name go on, so that no name means two things. */
    private static final Set<String> TAKEN = Set.of(
            "broker",
            "budget",
            "call",
            "cancel",
            "clock",
            "cutter",
            "default",
            "direct",
            "files",
            "inbox",
            "inputs",
            "jobs",
            "joiner",
            "kafka",
            "pass",
            "poll",
            "polling",
            "publish",
            "sink",
            "source",
            "spending",
            "storage",
            "submission",
            "submit");

    private static final Pattern PROPERTY = Pattern.compile("\\{\\{(\\??)analyze-text\\.");
    private static final Pattern ROUTE = Pattern.compile("(?<![\\w.{-])analyze-text(?=[-\"'\\s?]|$)");
    private static final Pattern BEAN = Pattern.compile("(?<!\\w)analyzeText(?=[A-Z])");
    /** Ids of steps: ours, and those that editors make up, such as {@code setBody-1234}. */
    private static final Pattern STEP =
            Pattern.compile("(?m)^(\\s*(?:- )?id: [\"']?)(?=to-|[A-Za-z]+-\\d{4}[\"']?\\s*$)");

    /**
     * The pipeline of that name.
     *
     * @throws ConfigurationException when none can be called so
     */
    public static Pipeline named(String name) {
        if (!NAME.matcher(name).matches() || TAKEN.contains(name)) {
            throw new ConfigurationException(
                    List.of(PropertyReader.PREFIX + "pipelines names '" + name
                            + "', but a pipeline has a name of 1 to 30 of"
                            + " the characters a-z 0-9 that begins with a letter, and none of "
                            + String.join(", ", TAKEN.stream().sorted().toList())),
                    List.of());
        }
        return new Pipeline(name);
    }

    /** Whether it is one of several. */
    public boolean isNamed() {
        return !name.isEmpty();
    }

    /** What metrics call it. */
    public String label() {
        return isNamed() ? name : "default";
    }

    /** What the names of its properties begin with. */
    public String prefix() {
        return PropertyReader.PREFIX + (isNamed() ? "pipelines." + name + "." : "");
    }

    /** The property for all pipelines that stands behind one of its own. */
    public String shared(String property) {
        return PropertyReader.PREFIX + property.substring(prefix().length());
    }

    /** Its name for a route, an endpoint of {@code direct:} or anything else that is called {@code analyze-text...}. */
    public String route(String route) {
        return isNamed() ? ROUTES + "-" + name + route.substring(ROUTES.length()) : route;
    }

    /** Its name for a bean that is called {@code analyzeText...}. */
    public String bean(String bean) {
        return isNamed() ? BEANS + capitalized() + bean.substring(BEANS.length()) : bean;
    }

    /** Binds a bean that its routes call. */
    public void bind(Registry registry, String bean, Object value) {
        registry.bind(bean(bean), value);
    }

    /** A route file with its own names in the place of those that stand there. */
    public String in(String routeFile) {
        if (!isNamed()) {
            return routeFile;
        }
        String file = PROPERTY.matcher(routeFile).replaceAll("{{$1" + prefix());
        file = ROUTE.matcher(file).replaceAll(ROUTES + "-" + name);
        file = BEAN.matcher(file).replaceAll(BEANS + capitalized());
        // Camel wants the ids of steps to be unique in the whole context.
        return STEP.matcher(file).replaceAll("$1" + name + "-");
    }

    private String capitalized() {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
