package org.analyzetext.app;

import java.util.Optional;
import java.util.function.Function;
import org.analyzetext.AnalyzeText;
import org.analyzetext.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertiesComponent;

/** The properties as the application in this working folder would have them, for commands that start no routes. */
final class WorkingFolderProperties {
    private WorkingFolderProperties() {}

    static Function<String, Optional<String>> read() {
        return of(new DefaultCamelContext())::resolveProperty;
    }

    /** The whole configuration. */
    static Settings settings() {
        CamelContext context = new DefaultCamelContext();
        of(context);
        return AnalyzeText.settings(context);
    }

    /** Gives the context these properties. */
    static PropertiesComponent of(CamelContext context) {
        PropertiesComponent properties = context.getPropertiesComponent();
        properties.setLocation(StandaloneRun.USERS + "," + StandaloneRun.DEFAULTS);
        return properties;
    }
}
