package org.analyzetext.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.analyzetext.live.RouteGraph.Kind;
import org.analyzetext.live.RouteGraph.Link;
import org.analyzetext.live.RouteGraph.Node;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class RoutePictureTest {
    private static final String LONG =
            "Takes what nobody has taken yet and gives it to the one that asked first, word by"
                    + " word, until nothing is left of it in any folder of this machine or of another one";

    @ParameterizedTest
    @EnumSource
    void aNodeALineWithALinkForEachNeighbourAndATrackForTheWayBack(RoutePicture.Width width) throws Exception {
        RouteGraph graph = graph(
                List.of("first", "second", "third"),
                new Link("first", "second"),
                new Link("second", "third"),
                new Link("third", "first"));

        Document svg = drawn(graph, Map.of(), width);

        assertThat(texts(svg, "name")).containsExactly("first", "second", "third");
        assertThat(all(svg, "path", "way")).hasSize(3);
        assertThat(all(svg, "path", "tip")).hasSize(3);
        assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isEqualTo("third → first");
    }

    @ParameterizedTest
    @EnumSource
    void descriptionsAreWrappedAsWholeAndHostileOnesStayText(RoutePicture.Width width) throws Exception {
        RouteGraph graph = new RouteGraph(
                List.of(
                        new Node("one", Kind.ROUTE, LONG, null),
                        new Node("</svg><script>x", Kind.ROUTE, "\"'<&" + "w".repeat(500), null)),
                List.of());

        Document svg = drawn(graph, Map.of(), width);

        assertThat(String.join(" ", texts(svg, "what"))).startsWith(LONG);
        assertThat(String.join("", texts(svg, "what"))).endsWith("w".repeat(500));
        assertThat(texts(svg, "what")).allMatch(line -> line.length() < (width == RoutePicture.Width.WIDE ? 140 : 50));
        assertThat(texts(svg, "name")).contains("</svg><script>x");
        assertThat(svg.getElementsByTagName("script").getLength()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void numbersOfANodeStandBesideIt(RoutePicture.Width width) throws Exception {
        RouteGraph graph = graph(List.of("busy"));

        Document svg = drawn(graph, Map.of("busy", new RoutePicture.Numbers("1,200 jobs", 34, 2)), width);

        assertThat(svg.getDocumentElement().getTextContent()).contains("1,200 jobs", "34", "! 2");
        assertThat(all(svg, "g", "failing")).hasSize(1);
    }

    private static RouteGraph graph(List<String> nodes, Link... links) {
        return new RouteGraph(
                nodes.stream()
                        .map(key -> new Node(key, Kind.ROUTE, "Does " + key + ".", null))
                        .toList(),
                List.of(links));
    }

    private static Document drawn(RouteGraph graph, Map<String, RoutePicture.Numbers> numbers, RoutePicture.Width width)
            throws Exception {
        String svg = RoutePicture.of(graph, numbers, width).toString();
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private static List<String> texts(Document svg, String kind) {
        return all(svg, "text", kind);
    }

    private static List<String> all(Document svg, String tag, String kind) {
        List<String> found = new ArrayList<>();
        NodeList elements = svg.getElementsByTagName(tag);
        for (int i = 0; i < elements.getLength(); i++) {
            String classes = elements.item(i).getAttributes().getNamedItem("class") == null
                    ? ""
                    : elements.item(i).getAttributes().getNamedItem("class").getTextContent();
            if (List.of(classes.split(" ")).contains(kind)) {
                found.add(elements.item(i).getTextContent());
            }
        }
        return found;
    }
}
