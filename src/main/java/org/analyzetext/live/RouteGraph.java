package org.analyzetext.live;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.analyzetext.edge.Place;
import org.apache.camel.CamelContext;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.language.MethodCallExpression;
import org.apache.camel.spi.RouteTopologyDumper.TopologyExternalEndpoint;
import org.apache.camel.spi.RouteTopologyDumper.TopologyResult;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;

/**
 * The routes that run, and what lies between them: the routes and their calls of each other as Camel's own topology has
 * them, the folders and topics by what the routes call.
 *
 * @param nodes in the order in which documents pass, as far as there is one
 * @param links from one node to another
 */
record RouteGraph(List<Node> nodes, List<Link> links) {
    /** The endpoint of all calls to the service: {@code call.camel.yaml}. */
    private static final String SERVICE = "http://analyze-text";

    /** What a node stands for. */
    enum Kind {
        ROUTE,
        PLACE,
        OUTSIDE
    }

    /**
     * A route, a place, or a system that the routes talk to.
     *
     * @param key of a route its id
     * @param place what lies there; null where it is none
     */
    record Node(
            String key,
            Kind kind,
            String description,
            @Nullable Place place) {}

    /** Documents go this way. */
    record Link(String from, String to) {}

    /** The graph of what runs in this context. */
    static RouteGraph of(CamelContext context, List<Place> places) {
        return new Builder(context, places).graph();
    }

    private static final class Builder {
        private final CamelContext context;
        private final List<Place> places;
        private final Map<String, Node> nodes = new LinkedHashMap<>();
        private final Set<Link> links = new LinkedHashSet<>();

        Builder(CamelContext context, List<Place> places) {
            this.context = context;
            this.places = places;
        }

        RouteGraph graph() {
            places.forEach(
                    place -> nodes.put(place.name(), new Node(place.name(), Kind.PLACE, place.description(), place)));
            TopologyResult topology =
                    PluginHelper.getRouteTopologyDumper(context).dumpTopology(context);
            topology.nodes().stream()
                    // The model has the routes of the other edges too, which a precondition leaves out.
                    .filter(route -> context.getRoute(route.routeId()) != null)
                    .forEach(route -> nodes.put(
                            route.routeId(),
                            new Node(
                                    route.routeId(),
                                    Kind.ROUTE,
                                    Objects.requireNonNullElse(route.description(), ""),
                                    null)));
            topology.edges().forEach(edge -> link(edge.fromRouteId(), edge.toRouteId()));
            Model model = Objects.requireNonNull(
                    context.getCamelContextExtension().getContextPlugin(Model.class), "Camel has a model");
            for (RouteDefinition route : model.getRouteDefinitions()) {
                if (nodes.containsKey(route.getRouteId())) {
                    placesOf(route);
                }
            }
            topology.externalEndpoints().forEach(this::outside);
            return new RouteGraph(inOrder(), List.copyOf(links));
        }

        private void link(String from, String to) {
            if (nodes.containsKey(from) && nodes.containsKey(to) && !from.equals(to)) {
                links.add(new Link(from, to));
            }
        }

        /** The URI that a route consumes from. */
        private String consumedBy(String routeId) {
            return Objects.requireNonNull(context.getRoute(routeId), routeId)
                    .getEndpoint()
                    .getEndpointUri();
        }

        private void placesOf(RouteDefinition route) {
            String id = route.getRouteId();
            Set<String> calls = calls(route);
            String from = consumedBy(id);
            for (Place place : places) {
                if (place.readBy().stream().anyMatch(mark -> calls.contains(mark) || consumes(from, mark))) {
                    link(place.name(), id);
                }
                if (place.writtenBy().stream().anyMatch(calls::contains)) {
                    link(id, place.name());
                }
            }
        }

        /** A topic's name can be the beginning of another's. */
        private static boolean consumes(String from, String mark) {
            int at = from.indexOf(mark);
            return at >= 0
                    && (at + mark.length() == from.length() || "?&#".indexOf(from.charAt(at + mark.length())) >= 0);
        }

        /** The beans' methods and the endpoints that a route calls. */
        private Set<String> calls(RouteDefinition route) {
            List<ProcessorDefinition<?>> steps = route.getOutputs();
            Set<String> calls = new HashSet<>();
            ProcessorDefinitionHelper.filterTypeInOutputs(steps, BeanDefinition.class)
                    .forEach(bean -> calls.add(call(bean.getRef(), bean.getMethod())));
            for (ExpressionNode step : ProcessorDefinitionHelper.filterTypeInOutputs(steps, ExpressionNode.class)) {
                if (step.getExpression() instanceof MethodCallExpression method) {
                    calls.add(call(method.getRef(), method.getMethod()));
                }
            }
            for (ProcessorDefinition<?> step :
                    ProcessorDefinitionHelper.filterTypeInOutputs(steps, ProcessorDefinition.class)) {
                if (step instanceof EndpointRequiredDefinition to) {
                    calls.add(resolved(to.getEndpointUri()));
                }
            }
            return calls;
        }

        private static String call(@Nullable String bean, @Nullable String method) {
            String name = method == null ? "" : method;
            int arguments = name.indexOf('(');
            return bean + "." + (arguments < 0 ? name : name.substring(0, arguments));
        }

        /** Without its options; as it is written where it has a parameter of a template. */
        private String resolved(String uri) {
            try {
                return URISupport.stripQuery(context.resolvePropertyPlaceholders(uri));
            } catch (IllegalArgumentException unknown) {
                return URISupport.stripQuery(uri);
            }
        }

        /** Systems that are none of the places; without user, password and options. */
        private void outside(TopologyExternalEndpoint endpoint) {
            if (!nodes.containsKey(endpoint.routeId())) {
                return;
            }
            boolean isIn = endpoint.direction().equals("in");
            String uri = URISupport.sanitizeUri(resolved(isIn ? consumedBy(endpoint.routeId()) : endpoint.uri()));
            boolean isPlace = places.stream()
                    .anyMatch(place ->
                            place.readBy().contains(uri) || place.writtenBy().contains(uri));
            // The folder of such a route is one of the places, or what they lie in.
            boolean readsPlace = isIn
                    && places.stream().anyMatch(place -> links.contains(new Link(place.name(), endpoint.routeId())));
            if (isPlace || readsPlace) {
                return;
            }
            boolean isService = uri.equals(SERVICE);
            String name = isService ? "the service" : uri;
            nodes.putIfAbsent(
                    name,
                    new Node(
                            name,
                            Kind.OUTSIDE,
                            isService ? "Azure AI Language, which runs the jobs." : "A system outside.",
                            null));
            if (isIn) {
                link(name, endpoint.routeId());
            } else {
                link(endpoint.routeId(), name);
            }
        }

        /** Depth first, so that what follows a node stands below it, but for the way back into a queue. */
        private List<Node> inOrder() {
            Set<String> sources = new LinkedHashSet<>();
            Set<String> targets = new HashSet<>();
            links.forEach(link -> {
                sources.add(link.from());
                targets.add(link.to());
            });
            Set<String> seen = new HashSet<>();
            List<Node> ordered = from(
                    nodes.keySet().stream()
                            .filter(key -> sources.contains(key) && !targets.contains(key))
                            .toList(),
                    seen);
            // Circles that nothing leads into, and at the end what stands alone.
            ordered.addAll(
                    from(nodes.keySet().stream().filter(targets::contains).toList(), seen));
            ordered.addAll(from(List.copyOf(nodes.keySet()), seen));
            return ordered;
        }

        private List<Node> from(List<String> roots, Set<String> seen) {
            List<Node> backwards = new ArrayList<>();
            reversed(roots).forEach(root -> visit(root, seen, backwards));
            return reversed(backwards);
        }

        private void visit(String key, Set<String> seen, List<Node> reversed) {
            if (!seen.add(key)) {
                return;
            }
            List<String> next = links.stream()
                    .filter(link -> link.from().equals(key))
                    .map(Link::to)
                    .toList();
            reversed(next).forEach(each -> visit(each, seen, reversed));
            reversed.add(Objects.requireNonNull(nodes.get(key)));
        }

        private static <T> List<T> reversed(List<T> list) {
            List<T> reversed = new ArrayList<>(list);
            Collections.reverse(reversed);
            return reversed;
        }
    }
}
