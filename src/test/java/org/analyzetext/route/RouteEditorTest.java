package org.analyzetext.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.ModelToXMLDumper;
import org.apache.camel.spi.ModelToYAMLDumper;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The route files as editors load and save them: what they mean stays the same. */
@SuppressWarnings("try") // closing a context may be interrupted, and then the test ends
class RouteEditorTest {
    private static final YAMLMapper YAML = new YAMLMapper(new YAMLFactory());

    static Stream<Path> routeFiles() throws IOException {
        return Files.list(Path.of("routes")).sorted();
    }

    @ParameterizedTest
    @MethodSource("routeFiles")
    void aFileThatKaotoSavedMeansTheSame(Path file) throws Exception {
        String saved = EditorSpelling.of(Files.readString(file));

        assertThat(YAML.readTree(saved)).isNotEqualTo(YAML.readTree(Files.readString(file)));
        assertThat(meaning(saved)).isEqualTo(meaning(Files.readString(file)));
    }

    static Stream<Path> filesWithRoutes() throws IOException {
        return routeFiles().filter(file -> !file.getFileName().toString().startsWith("errors"));
    }

    @ParameterizedTest
    @MethodSource("filesWithRoutes")
    void aFileThatWasSavedByCamelsOwnWriterMeansTheSame(Path file) throws Exception {
        String saved;
        try (CamelContext context = loaded(Files.readString(file))) {
            ModelToYAMLDumper dumper = PluginHelper.getModelToYAMLDumper(context);
            StringBuilder yaml = new StringBuilder();
            for (RouteDefinition route : model(context).getRouteDefinitions()) {
                yaml.append(dumper.dumpModelAsYaml(context, route)).append('\n');
            }
            saved = yaml.toString();
        }
        assertThat(routes(saved)).isEqualTo(routes(Files.readString(file)));
    }

    /** All that a file defines, as Camel understood it. */
    private static String meaning(String yaml) throws Exception {
        try (CamelContext context = loaded(yaml)) {
            ModelToXMLDumper dumper = PluginHelper.getModelToXMLDumper(context);
            StringBuilder meaning = new StringBuilder(routes(context, dumper));
            for (RouteTemplateDefinition template : model(context).getRouteTemplateDefinitions()) {
                meaning.append(dumper.dumpModelAsXml(context, template));
            }
            for (RouteConfigurationDefinition configuration : model(context).getRouteConfigurationDefinitions()) {
                meaning.append(dumper.dumpModelAsXml(context, configuration));
            }
            // Of a step that nobody named.
            return meaning.toString().replaceAll(" id=\"[A-Za-z]+-\\d{4}\"", "");
        }
    }

    private static String routes(String yaml) throws Exception {
        try (CamelContext context = loaded(yaml)) {
            return routes(context, PluginHelper.getModelToXMLDumper(context));
        }
    }

    private static String routes(CamelContext context, ModelToXMLDumper dumper) throws Exception {
        TreeMap<String, String> routes = new TreeMap<>();
        for (RouteDefinition route : model(context).getRouteDefinitions()) {
            // Camel numbers what a template makes.
            routes.put(
                    route.getRouteId(),
                    dumper.dumpModelAsXml(context, route).replaceAll(" nodePrefixId=\"[^\"]*\"", ""));
        }
        return String.join("\n", routes.values());
    }

    private static Model model(CamelContext context) {
        return context.getCamelContextExtension().getContextPlugin(Model.class);
    }

    private static CamelContext loaded(String yaml) throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        Properties properties = new Properties();
        try (InputStream defaults = RouteEditorTest.class.getResourceAsStream("/analyze-text.properties")) {
            properties.load(defaults);
        }
        context.getPropertiesComponent().setInitialProperties(properties);
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.fromString("file.camel.yaml", whateverIsConfigured(yaml)));
        return context;
    }

    private static String whateverIsConfigured(String yaml) {
        return yaml.replaceAll("precondition:.*", "precondition: \"'a' == 'a'\"");
    }
}
