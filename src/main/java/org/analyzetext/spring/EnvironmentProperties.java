package org.analyzetext.spring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.camel.spi.LoadablePropertiesSource;
import org.apache.camel.spi.PropertiesSource;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The properties {@code analyze-text.*} of Spring's environment, by the names of this module in whichever of Spring's
 * spellings they were set. A list becomes one value, with commas.
 */
final class EnvironmentProperties implements PropertiesSource, LoadablePropertiesSource {
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
        if (!name.startsWith(PropertyNames.PREFIX)) {
            return null;
        }
        String value = environment.getProperty(name);
        if (value == null) {
            value = list(name);
        }
        return value == null ? asItWasSet(name) : value;
    }

    /** Spring looks no name up that it would not write itself, such as one with the name of a task that has capitals. */
    private @Nullable String asItWasSet(String name) {
        return PropertyNames.isRegular(name)
                ? null
                : rawNames()
                        .filter(PropertyNames::isOurs)
                        .filter(raw -> PropertyNames.ours(raw).equals(name))
                        .findFirst()
                        .map(environment::getProperty)
                        .orElse(null);
    }

    /** Null where there is no list of that name. */
    private @Nullable String list(String name) {
        List<String> items = new ArrayList<>();
        String item = environment.getProperty(name + "[0]");
        while (item != null) {
            items.add(item);
            item = environment.getProperty(name + "[" + items.size() + "]");
        }
        return items.isEmpty() ? null : String.join(",", items);
    }

    @Override
    public Properties loadProperties() {
        return loadProperties(name -> true);
    }

    @Override
    public Properties loadProperties(Predicate<String> filter) {
        Properties set = new Properties();
        rawNames()
                .filter(PropertyNames::isOurs)
                .map(PropertyNames::ours)
                .filter(filter)
                .forEach(name -> set.setProperty(name, String.valueOf(getProperty(name))));
        return set;
    }

    private Stream<String> rawNames() {
        return environment.getPropertySources().stream()
                // In the environment any name could be meant for somebody else.
                .filter(source -> !(source instanceof SystemEnvironmentPropertySource))
                .filter(EnumerablePropertySource.class::isInstance)
                .flatMap(source -> Arrays.stream(((EnumerablePropertySource<?>) source).getPropertyNames()));
    }

    @Override
    public void reloadProperties(String location) {
        // The environment is asked each time.
    }
}
