package org.analyzetext.spring;

import java.util.Arrays;
import java.util.Properties;
import java.util.function.Predicate;
import org.analyzetext.config.KnownProperties;
import org.apache.camel.spi.LoadablePropertiesSource;
import org.apache.camel.spi.PropertiesSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The properties {@code analyze-text.*} of Spring's environment, by the names of this module in whichever of Spring's
 * spellings they were set.
 */
final class EnvironmentProperties implements PropertiesSource, LoadablePropertiesSource {
    private static final String PREFIX = "analyze-text.";
    private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("analyze-text");

    private final ConfigurableEnvironment environment;

    EnvironmentProperties(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public String getName() {
        return "analyze-text-spring-environment";
    }

    @Override
    public @Nullable String getProperty(String name) {
        return name.startsWith(PREFIX) ? environment.getProperty(name) : null;
    }

    @Override
    public Properties loadProperties() {
        return loadProperties(name -> true);
    }

    @Override
    public Properties loadProperties(Predicate<String> filter) {
        Properties set = new Properties();
        environment.getPropertySources().stream()
                // In the environment any name could be meant for somebody else.
                .filter(source -> !(source instanceof SystemEnvironmentPropertySource))
                .filter(EnumerablePropertySource.class::isInstance)
                .flatMap(source -> Arrays.stream(((EnumerablePropertySource<?>) source).getPropertyNames()))
                .filter(raw -> ROOT.isAncestorOf(ConfigurationPropertyName.adapt(raw, '.')))
                .map(EnvironmentProperties::name)
                .filter(filter)
                .forEach(name -> set.setProperty(name, String.valueOf(environment.getProperty(name))));
        return set;
    }

    /** The module's own spelling; the name as it was set where it is none of the module's. */
    private static String name(String raw) {
        ConfigurationPropertyName name = ConfigurationPropertyName.adapt(raw, '.');
        return KnownProperties.names().stream()
                .filter(known -> ConfigurationPropertyName.of(known).equals(name))
                .findFirst()
                .orElse(PREFIX + raw.substring(raw.indexOf('.') + 1));
    }

    @Override
    public void reloadProperties(String location) {
        // The environment is asked each time.
    }
}
