package org.analyzetext;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The page of dependencies has what the project object model has. */
class DependenciesPageTest {
    private static final Pattern ROW = Pattern.compile("^\\| `([\\w.-]+:[\\w.-]+)` \\| ([\\w.-]+) \\|.*\\| [^|]+ \\|$");
    private static final Pattern PROPERTY = Pattern.compile("\\$\\{(.+)}");
    private static final String HOST = "## What an embedding host gets";
    private static final String APPLICATION = "## What only the application of its own has";
    private static final String PROVIDED = "`provided`";

    @Test
    void everyDependencyHasItsRowWhereItBelongs() throws Exception {
        assertThat(onThePage()).isEqualTo(inThePom());
    }

    /** {@code group:artifact} to {@code version, where}. */
    private static Map<String, String> onThePage() throws Exception {
        Map<String, String> rows = new TreeMap<>();
        String where = "";
        for (String line : Files.readAllLines(Path.of("docs/dependencies.md"))) {
            if (line.equals(HOST)) {
                where = "host";
            } else if (line.equals(APPLICATION)) {
                where = "application";
            } else if (line.startsWith(PROVIDED)) {
                where = "provided";
            }
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.put(row.group(1), row.group(2) + ", " + where);
            }
        }
        return rows;
    }

    private static Map<String, String> inThePom() throws Exception {
        Document pom = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse("pom.xml");
        Element properties = child(pom.getDocumentElement(), "properties");
        Map<String, String> found = new TreeMap<>();
        NodeList dependencies = child(pom.getDocumentElement(), "dependencies").getElementsByTagName("dependency");
        for (int i = 0; i < dependencies.getLength(); i++) {
            Element dependency = (Element) dependencies.item(i);
            String scope = text(dependency, "scope", "compile");
            if (scope.equals("test")) {
                continue;
            }
            String group = text(dependency, "groupId", "");
            String version = text(dependency, "version", managed(group));
            Matcher property = PROPERTY.matcher(version);
            String where = text(dependency, "optional", "false").equals("true") ? "application" : "host";
            found.put(
                    group + ":" + text(dependency, "artifactId", ""),
                    (property.matches() ? text(properties, property.group(1), "") : version)
                            + ", "
                            + (scope.equals("provided") ? "provided" : where));
        }
        return found;
    }

    /** The versions that come from a BOM. */
    private static String managed(String group) {
        return group.startsWith("com.fasterxml.jackson") ? "${jackson.version}" : "${camel.version}";
    }

    private static String text(Element parent, String name, String otherwise) {
        Node child = parent.getElementsByTagName(name).item(0);
        return child == null ? otherwise : child.getTextContent().strip();
    }

    private static Element child(Element parent, String name) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node.getNodeName().equals(name)) {
                return (Element) node;
            }
        }
        throw new IllegalStateException("the pom has no " + name);
    }
}
