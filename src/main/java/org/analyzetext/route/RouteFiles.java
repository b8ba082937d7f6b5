package org.analyzetext.route;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.analyzetext.config.KnownProperties;
import org.analyzetext.config.Pipeline;
import org.analyzetext.document.Json;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.error.RouteFileException;
import org.analyzetext.route.RouteFile.Place;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.dsl.yaml.common.exception.UnknownNodeIdException;
import org.apache.camel.model.Model;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** The route files of a context: adds their routes, and says of what is wrong in which file and line it stands. */
public final class RouteFiles {
    private static final String OURS = "analyze-text";
    private static final String NONE = "none";
    /** Camel's own, with all steps that it knows. */
    private static final String SCHEMA = "/schema/camelYamlDsl.json";

    private static final String STEPS = "/items/definitions/org.apache.camel.model.ProcessorDefinition/properties";

    private final Collection<Resource> resources;
    private final List<RouteFile> files = new ArrayList<>();

    private RouteFiles(Collection<Resource> resources) throws IOException {
        this.resources = resources;
        for (Resource resource : resources) {
            files.add(RouteFile.read(resource));
        }
    }

    /**
     * Those that a pattern finds.
     *
     * @param pattern of their locations; {@code none} where somebody else loads them, such as a runtime of the host's
     * @param pipeline whose they are
     * @throws RouteFileException when one of them is no YAML
     */
    public static RouteFiles find(CamelContext context, String pattern, Pipeline pipeline) throws Exception {
        if (pattern.equals(NONE)) {
            return new RouteFiles(List.of());
        }
        Collection<Resource> found;
        try {
            found = PluginHelper.getPackageScanResourceResolver(context).findResources(pattern);
        } catch (FileNotFoundException noFolder) {
            found = List.of();
        }
        if (found.isEmpty()) {
            throw new AnalyzeTextException("there are no route files at " + pattern + "; see " + pipeline.prefix()
                    + "routes, which is a pattern such as file:routes/*.camel.yaml");
        }
        return new RouteFiles(found.stream()
                .sorted(Comparator.comparing(Resource::getLocation))
                .map(resource -> of(resource, pipeline))
                .toList());
    }

    /** With the pipeline's own names in the place of those that stand there. */
    private static Resource of(Resource resource, Pipeline pipeline) {
        if (!pipeline.isNamed()) {
            return resource;
        }
        try (InputStream in = resource.getInputStream()) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return ResourceHelper.fromString(resource.getLocation(), pipeline.in(text));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Adds all routes to a context that has not started.
     *
     * @throws RouteFileException when Camel refuses a file, or when files don't fit together
     */
    public void load(CamelContext context) {
        checkIds();
        checkIdsOfOthers(context);
        checkDirects();
        try {
            PluginHelper.getRoutesLoader(context).loadRoutes(resources);
        } catch (Exception refused) {
            throw explain(refused).orElseGet(() -> new RouteFileException(firstLine(refused.getMessage()), refused));
        }
    }

    /** Camel would let the later route take the place of the earlier one. */
    private void checkIds() {
        Map<String, Place> known = new HashMap<>();
        for (RouteFile file : files) {
            for (Place id : file.ids()) {
                Place before = known.putIfAbsent(id.what(), id);
                if (before != null) {
                    throw new RouteFileException(
                            id + ": the id '" + id.what() + "' is used before, in " + before
                                    + "; give one of them another id",
                            null);
                }
            }
        }
    }

    /** Route files that several pipelines load may have ids that no pipeline's name makes its own. */
    private void checkIdsOfOthers(CamelContext context) {
        Model model = Objects.requireNonNull(context.getCamelContextExtension().getContextPlugin(Model.class));
        for (RouteFile file : files) {
            for (Place id : file.ids()) {
                if (model.getRouteDefinition(id.what()) != null
                        || model.getRouteConfigurationDefinition(id.what()) != null) {
                    throw new RouteFileException(
                            id + ": the id '" + id.what()
                                    + "' is that of another route of this context; give it one that" + " begins with "
                                    + OURS + "- if several pipelines load this file, and else another",
                            null);
                }
            }
        }
    }

    /** Camel would find out when the first message comes. */
    private void checkDirects() {
        Set<String> begins = files.stream()
                .flatMap(file -> file.begins().stream())
                .map(Place::what)
                .collect(Collectors.toSet());
        files.stream()
                .flatMap(file -> file.sends().stream())
                .filter(to -> to.what().startsWith(OURS) && !begins.contains(to.what()))
                .findFirst()
                .ifPresent(to -> {
                    throw new RouteFileException(
                            to + ": no route begins with 'direct:" + to.what() + "'; is direct:"
                                    + nearest(to.what(), begins) + " meant?",
                            null);
                });
    }

    /** What Camel refused, if it is something in these files. */
    public Optional<RouteFileException> explain(Throwable refused) {
        MarkedYamlEngineException marked = null;
        FailedToCreateRouteException route = null;
        Throwable cause = refused;
        for (Throwable each = refused; each != null; each = each.getCause()) {
            marked = each instanceof MarkedYamlEngineException inFile ? inFile : marked;
            route = each instanceof FailedToCreateRouteException inRoute ? inRoute : route;
            cause = each;
        }
        if (marked != null && marked.getProblemMark().isPresent()) {
            return Optional.of(new RouteFileException(
                    RouteFile.place(marked.getProblemMark().get()) + ": " + marked.getProblem() + hint(marked),
                    refused));
        }
        if (route == null) {
            return Optional.empty();
        }
        String id = String.valueOf(route.getRouteId());
        String place = files.stream()
                .flatMap(file -> file.ids().stream())
                .filter(known -> known.what().equals(id))
                .findFirst()
                .map(Place::toString)
                .orElse("route " + id);
        return Optional.of(new RouteFileException(place + ": " + firstLine(cause.getMessage()), refused));
    }

    /** The step that may be meant by one that Camel does not know. */
    private static String hint(MarkedYamlEngineException refused) {
        if (!(refused instanceof UnknownNodeIdException)) {
            return "";
        }
        String step = refused.getProblem().substring(refused.getProblem().lastIndexOf(' ') + 1);
        try (InputStream schema = UnknownNodeIdException.class.getResourceAsStream(SCHEMA)) {
            List<String> steps = new ArrayList<>();
            Json.MAPPER.readTree(schema).at(STEPS).fieldNames().forEachRemaining(steps::add);
            return "; is '" + nearest(step, steps) + "' meant?";
        } catch (IOException | IllegalArgumentException noSchema) {
            return "";
        }
    }

    private static String nearest(String name, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(other -> KnownProperties.distance(name, other)))
                .orElse("none");
    }

    private static String firstLine(@Nullable String message) {
        return String.valueOf(message).lines().findFirst().orElse("").strip();
    }
}
