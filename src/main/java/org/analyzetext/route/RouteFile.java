package org.analyzetext.route;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.analyzetext.error.RouteFileException;
import org.apache.camel.spi.Resource;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * What a route file says, in whatever order and spelling: the ids of what it defines, and the {@code direct:} endpoints
 * from which its routes begin and to which they send.
 */
final class RouteFile {
    /** What is defined by one item of a file, and where its id is. */
    private static final Map<String, String> DEFINITIONS =
            Map.of("route", "id", "routeTemplate", "id", "routeConfiguration", "id", "templatedRoute", "routeId");
    /** Steps to which Camel lets people write an endpoint as one word. */
    private static final Set<String> SENDERS = Set.of("to", "toD", "wireTap");

    private final List<Place> ids = new ArrayList<>();
    private final List<Place> begins = new ArrayList<>();
    private final List<Place> sends = new ArrayList<>();

    /**
     * Something that stands in a file.
     *
     * @param what an id, or the name of a {@code direct:} endpoint
     */
    record Place(String what, Mark mark) {
        @Override
        public String toString() {
            return place(mark);
        }
    }

    private RouteFile() {}

    /**
     * Reads a file.
     *
     * @throws RouteFileException when it is no YAML
     */
    static RouteFile read(Resource resource) throws IOException {
        RouteFile file = new RouteFile();
        LoadSettings settings =
                LoadSettings.builder().setLabel(resource.getLocation()).build();
        try (InputStream in = resource.getInputStream()) {
            new Compose(settings).composeInputStream(in).ifPresent(file::items);
        } catch (MarkedYamlEngineException malformed) {
            throw new RouteFileException(
                    malformed.getProblemMark().map(RouteFile::place).orElse(resource.getLocation())
                            + ": the YAML is not well formed here, or just above: children stand two spaces further right"
                            + " than what they belong to, and there are no tabs",
                    malformed);
        }
        return file;
    }

    /** A file and a line, for messages. */
    static String place(Mark mark) {
        return mark.getName().replaceFirst("^(file|classpath):", "") + ", line " + (mark.getLine() + 1);
    }

    /** The ids of routes, templates and configurations. */
    List<Place> ids() {
        return ids;
    }

    /** From where routes begin. */
    List<Place> begins() {
        return begins;
    }

    /** Where steps send. */
    List<Place> sends() {
        return sends;
    }

    private void items(Node root) {
        if (root instanceof SequenceNode list) {
            for (Node item : list.getValue()) {
                DEFINITIONS.forEach((kind, id) -> value(item, kind)
                        .flatMap(definition -> value(definition, id))
                        .flatMap(RouteFile::place)
                        .ifPresent(ids::add));
            }
        }
        walk(null, root);
    }

    /** Goes through everything below a node that stands under this name. */
    private void walk(@Nullable String name, Node node) {
        if (node instanceof SequenceNode list) {
            list.getValue().forEach(item -> walk(null, item));
        } else if (node instanceof MappingNode map) {
            endpoint(map).ifPresent(("from".equals(name) ? begins : sends)::add);
            for (NodeTuple entry : map.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode key) {
                    walk(key.getValue(), entry.getValueNode());
                }
            }
        } else if (name != null && SENDERS.contains(name)) {
            place(node).flatMap(RouteFile::direct).ifPresent(sends::add);
        }
    }

    /** The {@code direct:} endpoint of a step: its name stands in the address or among the parameters. */
    private static Optional<Place> endpoint(MappingNode step) {
        Optional<Place> uri = value(step, "uri").flatMap(RouteFile::place);
        return uri.filter(address -> address.what().equals("direct")).isPresent()
                ? value(step, "parameters")
                        .flatMap(parameters -> value(parameters, "name"))
                        .flatMap(RouteFile::place)
                : uri.flatMap(RouteFile::direct);
    }

    private static Optional<Place> direct(Place address) {
        String name = address.what().replaceFirst("^direct:(//)?", "").replaceFirst("\\?.*", "");
        return address.what().startsWith("direct:") ? Optional.of(new Place(name, address.mark())) : Optional.empty();
    }

    private static Optional<Place> place(Node node) {
        return node instanceof ScalarNode scalar
                ? scalar.getStartMark().map(mark -> new Place(scalar.getValue(), mark))
                : Optional.empty();
    }

    private static Optional<Node> value(Node node, String name) {
        return node instanceof MappingNode map
                ? map.getValue().stream()
                        .filter(entry -> entry.getKeyNode() instanceof ScalarNode key
                                && key.getValue().equals(name))
                        .map(NodeTuple::getValueNode)
                        .findFirst()
                : Optional.empty();
    }
}
