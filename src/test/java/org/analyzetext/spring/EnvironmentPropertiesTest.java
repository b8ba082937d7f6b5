package org.analyzetext.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Whatever Spring accepts as a spelling of a property is the property. */
class EnvironmentPropertiesTest {
    @ParameterizedTest
    @CsvSource({
        "analyze-text.task.project-name, analyze-text.task.project-name",
        "analyzeText.task.projectName, analyze-text.task.project-name",
        "analyze_text.task.project_name, analyze-text.task.project-name",
        "analyze-text.tasks.intent.project-name, analyze-text.tasks.intent.project-name",
        "analyzeText.tasks.intent.projectName, analyze-text.tasks.intent.project-name",
        "analyze-text.tasks[intent].projectName, analyze-text.tasks.intent.project-name",
        "analyze-text.tasks.MyIntent.projectName, analyze-text.tasks.MyIntent.project-name",
        "analyze-text.tasks.my_intent.projectName, analyze-text.tasks.my_intent.project-name",
        "analyze-text.resources.west.second.apiKey, analyze-text.resources.west.second.api-key",
        "analyze-text.resources.west.quota.requestsPerMinute, analyze-text.resources.west.quota.requests-per-minute",
        "analyze-text.tasks[0], analyze-text.tasks",
        "analyze-text.tasks.default[0], analyze-text.tasks.default",
        "analyze-text.files.links[0], analyze-text.files.links"
    })
    void aSpellingOfSpringIsThatOfTheModule(String spring, String ours) {
        EnvironmentProperties properties = properties(Map.of(spring, "value"));

        assertThat(properties.loadProperties()).containsExactly(Map.entry(ours, "value"));
        assertThat(properties.getProperty(ours)).isEqualTo("value");
    }

    @Test
    void aListIsOneValue() {
        EnvironmentProperties properties =
                properties(Map.of("analyze-text.tasks[0]", "intent", "analyze-text.tasks[1]", "support"));

        assertThat(properties.getProperty("analyze-text.tasks")).isEqualTo("intent,support");
        assertThat(properties.loadProperties()).containsExactly(Map.entry("analyze-text.tasks", "intent,support"));
    }

    @Test
    void thePropertiesOfAPipelineAreKnownInEverySpellingToo() {
        assertThat(properties(Map.of(
                                "analyze-text.pipelines.films.task.projectName", "x",
                                "analyzeText.pipelines.films.tasks.intent.deployment_name", "y"))
                        .loadProperties())
                .containsOnlyKeys(
                        "analyze-text.pipelines.films.task.project-name",
                        "analyze-text.pipelines.films.tasks.intent.deployment-name");
    }

    @Test
    void aNameThatIsNoneOfTheModulesStaysAsItWasSet() {
        assertThat(properties(Map.of("analyzeText.tasks.intent.projekt", "x", "analyze-text.taks[0].name", "y"))
                        .loadProperties())
                .containsOnlyKeys("analyze-text.tasks.intent.projekt", "analyze-text.taks[0].name");
    }

    @Test
    void theEnvironmentIsReadInSpringsSpellingAndNotListed() {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                Map.of("ANALYZETEXT_TASKS_INTENT_PROJECTNAME", "Intents")));
        ConfigurationPropertySources.attach(environment);
        EnvironmentProperties properties = new EnvironmentProperties(environment);

        assertThat(properties.getProperty("analyze-text.tasks.intent.project-name"))
                .isEqualTo("Intents");
        assertThat(properties.loadProperties()).isEmpty();
    }

    private static EnvironmentProperties properties(Map<String, Object> set) {
        StandardEnvironment environment = new StandardEnvironment();
        // This build's own system properties are not the user's.
        environment.getPropertySources().remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
        environment.getPropertySources().addFirst(new MapPropertySource("application", set));
        ConfigurationPropertySources.attach(environment);
        return new EnvironmentProperties(environment);
    }
}
