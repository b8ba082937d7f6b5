package org.analyzetext.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;

/** Shows Camel the module's properties as Spring knows them; nothing unless {@code analyze-text.enabled=true}. */
@AutoConfiguration
@ConditionalOnProperty("analyze-text.enabled")
public class AnalyzeTextAutoConfiguration {
    /** Camel finds it by its type. */
    @Bean
    EnvironmentProperties analyzeTextEnvironmentProperties(ConfigurableEnvironment environment) {
        return new EnvironmentProperties(environment);
    }
}
