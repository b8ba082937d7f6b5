package org.analyzetext;

import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertiesComponent;

/** The properties as the application in this working folder would have them, for commands that start no routes. */
final class WorkingFolderProperties {
    private WorkingFolderProperties() {}

    static Function<String, Optional<String>> read() {
        PropertiesComponent properties = new DefaultCamelContext().getPropertiesComponent();
        properties.setLocation(StandaloneRun.USERS + "," + StandaloneRun.DEFAULTS);
        return properties::resolveProperty;
    }
}
