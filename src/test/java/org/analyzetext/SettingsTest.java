package org.analyzetext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.analyzetext.config.KnownProperties;
import org.analyzetext.config.Pipeline;
import org.analyzetext.error.ConfigurationException;
import org.analyzetext.job.BatchLimits;
import org.analyzetext.job.Task;
import org.analyzetext.job.TaskKind;
import org.analyzetext.service.Resource;
import org.analyzetext.stage.StageSettings;
import org.apache.camel.util.SensitiveUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final String KEY = "0123456789abcdef-secret";

    @Test
    void theDefaultsAndTheRequiredPropertiesAreEnough() {
        Settings settings = read(Map.of());

        assertThat(settings.stages().service().resources().get(0).endpoint())
                .isEqualTo(URI.create("https://my.cognitiveservices.azure.com"));
        assertThat(settings.stages().service().resources().get(0).apiVersion()).isEqualTo("2022-05-01");
        assertThat(settings.stages().tasks().all())
                .containsExactly(new Task("classification", TaskKind.SINGLE_LABEL, "Project", "production", false));
        assertThat(settings.stages().batch()).isEqualTo(BatchLimits.SERVICE);
        assertThat(settings.stages().jobs().deadline()).isEqualTo(Duration.ofHours(2));
        assertThat(settings.files().format().charset()).isEqualTo(StandardCharsets.UTF_8);
        assertThat(settings.files().format().csvSeparators()).isEqualTo(",;\t|");
    }

    @Test
    void batchesAreSmallEnoughForTheRecordsOfJobTopics() {
        Settings settings = read(Map.of("source", "kafka", "jobs", "kafka", "kafka.max-record-bytes", "2000000"));

        assertThat(settings.stages().batch()).isEqualTo(BatchLimits.SERVICE.withMaxBytes(1_500_000));
    }

    @Test
    void slashesAtTheEndOfTheEndpointAreDropped() {
        assertThat(read(Map.of("endpoint", "https://gateway.example:8443/language-prod//"))
                        .stages()
                        .service()
                        .resources()
                        .get(0)
                        .endpoint())
                .isEqualTo(URI.create("https://gateway.example:8443/language-prod"));
    }

    @Test
    void severalTasksReplaceTheOne() {
        Settings settings = read(Map.of(
                "tasks", "intent, support",
                "tasks.intent.kind", "CustomSingleLabelClassification",
                "tasks.intent.project-name", "Intents",
                "tasks.intent.deployment-name", "production",
                "tasks.support.kind", "CustomMultiLabelClassification",
                "tasks.support.project-name", "Support",
                "tasks.support.deployment-name", "staging",
                "tasks.support.logging-opt-out", "true"));

        assertThat(settings.stages().tasks().all())
                .containsExactly(
                        new Task("intent", TaskKind.SINGLE_LABEL, "Intents", "production", false),
                        new Task("support", TaskKind.MULTI_LABEL, "Support", "staging", true));
    }

    @Test
    void aTabBetweenFieldsIsWrittenAsItselfOrEscaped() {
        assertThat(read(Map.of("files.csv-separator", "\t")).files().format().csvSeparators())
                .isEqualTo("\t");
        assertThat(read(Map.of("files.csv-separator", "\\t ")).files().format().csvSeparators())
                .isEqualTo("\t");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "source | kafkaesque | is 'kafkaesque', but can only be files",
                "exit-when-drained | yes | is 'yes', but can only be true or false",
                "endpoint | my.cognitiveservices.azure.com | is 'my.cognitiveservices.azure.com', but must be an address such as https://my-resource",
                "endpoint | ftp://my.example | is 'ftp://my.example', but must be an address such as https://my-resource",
                "endpoint | https://my.example/?a=b | but must be an address",
                "endpoint | https://user@my.example | but must be an address",
                "endpoint | https://my example | but must be an address",
                "api-version | latest | is 'latest', but must be a version such as 2022-05-01",
                "quota.requests-per-minute | many | is 'many', but must be a whole number from 1 to 1000000",
                "quota.requests-per-minute | 0 | is '0', but must be a whole number",
                "quota.share | 0 | is '0', but must be auto, or a number above 0 and up to 1",
                "quota.share | 1.5 | is '1.5', but must be auto, or a number above 0 and up to 1",
                "submit.threads | 0 | is '0', but must be a whole number from 1 to 1000",
                "poll.threads | 1001 | is '1001', but must be a whole number from 1 to 1000",
                "batch.max-documents | 26 | is '26', but must be a whole number from 1 to 25",
                "batch.max-characters | 125001 | is '125001', but must be a whole number from 1 to 125000",
                "batch.linger | soon | is 'soon', but must be a time such as 500ms, 30s, 5m or 2h",
                "job.deadline | -1s | is '-1s', but must be a time",
                "job.max-attempts | 0 | is '0', but must be a whole number from 1 to 100",
                "task.project-name | My Project | can't be used: project-name 'My Project' is no name that the service takes",
                "task.kind | Sentiment Analysis | can't be used: 'Sentiment Analysis' is no kind of task",
                "task.name | a b | has the name 'a b'",
                "document.text | / | document.text is '/', but must be a JSON pointer",
                "document.text | /id | must be two places",
                "files.charset | UTF-9 | is 'UTF-9', which is no charset that this Java knows",
                "files.csv-separator | x | is 'x', but must be auto",
                "files.csv-separator | 1 | is '1', but must be auto",
                "document.records | documents | is 'documents', but must be a JSON pointer",
                "files.csv-separator | :: | is '::', but must be auto",
                "files.results | inbox/results | inside",
            })
    void aMistakeIsToldWithItsPropertyAndAWayOut(String property, String value, String sentence) {
        assertThatThrownBy(() -> read(Map.of(property, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("analyze-text." + property.replaceAll("(task|files|document)\\..*", "$1"))
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource({
        "endpoint,ANALYZE_TEXT_ENDPOINT",
        "api-key,ANALYZE_TEXT_API_KEY",
        "task.project-name,ANALYZE_TEXT_TASK_PROJECT_NAME",
        "task.deployment-name,ANALYZE_TEXT_TASK_DEPLOYMENT_NAME",
        "files.inbox,ANALYZE_TEXT_FILES_INBOX"
    })
    void aMissingPropertyIsToldOnceWithItsEnvironmentVariable(String property, String variable) {
        ConfigurationException told = mistakes(Map.of(property, ""));

        assertThat(told.mistakes()).singleElement().satisfies(mistake -> assertThat(mistake)
                .startsWith("analyze-text." + property + " is missing")
                .contains("(or set " + variable + ")"));
    }

    @Test
    void topicsCannotBeDrained() {
        assertThat(mistakes(Map.of("source", "kafka", "jobs", "kafka", "exit-when-drained", "true")))
                .hasMessageContaining("only files can be drained");
    }

    @Test
    void manyMistakesAreToldAtOnce() {
        ConfigurationException told = mistakes(Map.of(
                "endpoint",
                "",
                "api-key",
                "",
                "task.kind",
                "Sentiment Analysis",
                "batch.linger",
                "soon",
                "poll.threads",
                "none"));

        assertThat(told.mistakes()).hasSize(5);
        assertThat(told.getMessage()).startsWith("the configuration has 5 mistakes:\n  - ");
        assertThat(told.mistakes())
                .allSatisfy(mistake -> assertThat(told.getMessage()).contains("\n  - " + mistake));
    }

    @Test
    void aTaskThatIsNamedTwiceIsAMistake() {
        assertThatThrownBy(() -> read(Map.of(
                        "tasks",
                        "a,a",
                        "tasks.a.kind",
                        "CustomSingleLabelClassification",
                        "tasks.a.project-name",
                        "P",
                        "tasks.a.deployment-name",
                        "d")))
                .hasMessageContaining("names 'a' twice");
    }

    @Test
    void aTaskThatIsNotDescribedIsToldWithEachPropertyThatIsMissing() {
        assertThat(mistakes(Map.of("tasks", "a")).mistakes())
                .anyMatch(mistake -> mistake.startsWith("analyze-text.tasks.a.project-name is missing"))
                .anyMatch(mistake -> mistake.startsWith("analyze-text.tasks.a.deployment-name is missing"))
                .anyMatch(mistake -> mistake.startsWith("analyze-text.tasks.a.kind "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "a\u0000b"})
    void aFolderThatCantBeIsAMistake(String folder) {
        assertThat(mistakes(Map.of("files.inbox", folder)).mistakes()).isNotEmpty();
    }

    @Test
    void anInboxThatIsNotThereIsAMistakeUnlessItIsCalledInbox(@TempDir Path folder) {
        assertThat(mistakes(Map.of("files.inbox", folder.resolve("inbx").toString())))
                .hasMessageContaining(
                        "analyze-text.files.inbox is " + folder.resolve("inbx") + ", which does not exist");
        assertThat(mistakes(Map.of("files.inbox", folder.resolve("dta/inbox").toString())))
                .hasMessageContaining("which does not exist");

        assertThat(read(Map.of("files.inbox", folder.resolve("inbox").toString()))
                        .files()
                        .folders()
                        .inbox())
                .isEqualTo(folder.resolve("inbox"));
    }

    @ParameterizedTest
    @CsvSource({"kafka,belong to the group", "own,are known to your route file alone"})
    void jobsThatOthersHaveAPartInCantBeCancelledAtAStop(String jobs, String why) {
        assertThat(mistakes(Map.of("source", "direct", "jobs", jobs, "shutdown.jobs", "cancel"))
                        .mistakes())
                .singleElement()
                .satisfies(mistake -> assertThat(mistake)
                        .startsWith("analyze-text.shutdown.jobs is cancel, but jobs in ")
                        .contains(why));
    }

    @ParameterizedTest
    @CsvSource({
        "task.projectName,analyze-text.task.project-name",
        "project_name,analyze-text.task.project-name",
        "kafka.broker,analyze-text.kafka.brokers",
        "max-attempts,analyze-text.job.max-attempts",
        "inbox,analyze-text.files.inbox"
    })
    void theNameThatIsMeantIsFoundByItsWordsOrItsLetters(String name, String meant) {
        assertThat(mistakes(Map.of(name, "x")).mistakes()).singleElement().satisfies(mistake -> assertThat(mistake)
                .endsWith("is " + meant + " meant?"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"model", "azure.region", "foo.name", "retries"})
    void aNameThatIsFarFromAllOthersIsNotGuessedAt(String name) {
        assertThat(mistakes(Map.of(name, "x")).mistakes())
                .containsExactly(
                        "analyze-text." + name + " is no property of this release; docs/configuration.md has them all");
    }

    @Test
    void aVariableOfTheEnvironmentThatSetsNothingIsNotedWithTheOneThatIsMeant() {
        assertThat(read(
                                Map.of("endpoint", "https://my.example"),
                                Map.of(
                                        "ANALYZE_TEXT_ENDPIONT", "https://your.example",
                                        "ANALYZE_TEXT_TASK_NAME", "x",
                                        "ANALYZE_TEXT_REGION", "westeurope",
                                        "PATH", "/bin"))
                        .warnings())
                .containsExactly(
                        "the variable ANALYZE_TEXT_ENDPIONT of the environment sets no property; is ANALYZE_TEXT_ENDPOINT"
                                + " meant?",
                        "the variable ANALYZE_TEXT_REGION of the environment sets no property;"
                                + " docs/configuration.md has all of them");
    }

    @Test
    void aVariableThatSetsNothingStandsBelowTheMistakesThatItMayExplain() {
        assertThat(catchThrowableOfType(
                        ConfigurationException.class,
                        () -> read(Map.of("api-key", ""), Map.of("ANALYZE_TEXT_APIKEY", KEY))))
                .hasMessageContaining("analyze-text.api-key is missing")
                .hasMessageEndingWith("the variable ANALYZE_TEXT_APIKEY of the environment sets no property; is"
                        + " ANALYZE_TEXT_API_KEY meant?");
    }

    @Test
    void variablesOfTasksAndResourcesAreKnownAndThoseOfKubernetesAreNotOurs() {
        assertThat(read(
                                Map.of(
                                        "tasks", "in-tent",
                                        "tasks.in-tent.kind", "CustomSingleLabelClassification",
                                        "tasks.in-tent.project-name", "p",
                                        "tasks.in-tent.deployment-name", "d"),
                                Map.of(
                                        "ANALYZE_TEXT_TASKS_IN_TENT_PROJECT_NAME", "p",
                                        "ANALYZE_TEXT_SERVICE_HOST", "10.0.0.1",
                                        "ANALYZE_TEXT_SERVICE_PORT_HTTP", "80",
                                        "ANALYZE_TEXT_PORT", "tcp://10.0.0.1:80",
                                        "ANALYZE_TEXT_PORT_80_TCP_ADDR", "10.0.0.1"))
                        .warnings())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://my.cognitiveservices.azure.com/language/analyze-text/jobs,https://my.cognitiveservices.azure.com",
        "https://my.cognitiveservices.azure.com/language,https://my.cognitiveservices.azure.com",
        "https://westeurope.api.cognitive.microsoft.com/text/analytics/v3.1,https://westeurope.api.cognitive.microsoft.com",
        "https://gateway.example/prod/language/:analyze-text,https://gateway.example/prod",
        "https://gateway.example:8443/language/analyze-text,https://gateway.example:8443"
    })
    void anEndpointWithThePathOfTheServiceIsAMistakeThatSaysWhatIsRight(String endpoint, String right) {
        assertThat(mistakes(Map.of("endpoint", endpoint)).mistakes())
                .singleElement()
                .satisfies(mistake -> assertThat(mistake)
                        .startsWith("analyze-text.endpoint is " + endpoint + ", whose path is too long")
                        .endsWith("Use " + right));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://gateway.example/language", "https://gateway.example/analyze-text"})
    void aGatewayMayPutAnyPathBeforeTheServices(String endpoint) {
        assertThat(read(Map.of("endpoint", endpoint)).warnings()).isEmpty();
    }

    @Test
    void aTaskWithoutItsKindIsToldWhatKindsThereAre() {
        assertThat(mistakes(Map.of(
                                "tasks", "a,b",
                                "tasks.a.kind", "CustomSingleLabelClassification",
                                "tasks.a.project-name", "p",
                                "tasks.a.deployment-name", "d",
                                "tasks.b.project-name", "q",
                                "tasks.b.deployment-name", "d"))
                        .mistakes())
                .containsExactly("analyze-text.tasks.b.kind is missing: what the service does, such as"
                        + " EntityRecognition (or set ANALYZE_TEXT_TASKS_B_KIND)");
    }

    @ParameterizedTest
    @CsvSource({"inbox", "work", "results", "dead-letters", "done", "accounts"})
    void aFolderThatIsAFileOrCantBeMadeIsAMistakeOfItsProperty(String name, @TempDir Path root) throws IOException {
        Path file = Files.writeString(root.resolve("taken"), "");

        assertThat(mistakes(Map.of("files." + name, file.toString())).mistakes())
                .containsExactly("analyze-text.files." + name + " is " + file + ", which is a file");
        assertThat(mistakes(Map.of("files." + name, file.resolve("inbox").toString()))
                        .mistakes())
                .singleElement()
                .satisfies(mistake -> assertThat(mistake).startsWith("analyze-text.files." + name + " is "));
        assertThat(mistakes(Map.of("files." + name, file.resolve(name).toString()))
                        .mistakes())
                .singleElement()
                .satisfies(mistake ->
                        assertThat(mistake).startsWith("analyze-text.files." + name + " is " + file.resolve(name)));
    }

    @Test
    void everyTimeIsWrittenAsATimeOrInMilliseconds() {
        Settings words = read(Map.of("files.retry", "2s", "kafka.retry", "1m", "kafka.start-timeout", "1h"));
        Settings numbers =
                read(Map.of("files.retry", "2000", "kafka.retry", "60000", "kafka.start-timeout", "3600000"));

        assertThat(words.kafka()).usingRecursiveComparison().isEqualTo(numbers.kafka());
        assertThat(words.files()).asString().contains("retry=PT2S");
        assertThat(numbers.files()).asString().contains("retry=PT2S");
        assertThat(mistakes(Map.of("kafka.session-timeout", "2s")).mistakes())
                .containsExactly("analyze-text.kafka.session-timeout is '2s', but must be a time from 3s to 1h");
    }

    @Test
    void patternsOfFilesAreAMistakeWhereDocumentsAreNoFiles() {
        assertThat(mistakes(Map.of("source", "direct", "files.urgent", "urgent/**", "files.bulk", "bulk/**"))
                        .mistakes())
                .containsExactly(
                        "analyze-text.files.urgent is 'urgent/**', but analyze-text.source=files alone takes files; leave it"
                                + " empty",
                        "analyze-text.files.bulk is 'bulk/**', but analyze-text.source=files alone takes files; leave it"
                                + " empty");
    }

    @Test
    void aNameThatIsNoPropertyIsAMistakeThatNamesTheNearest() {
        assertThat(mistakes(Map.of("endpont", "https://my.example")).mistakes())
                .containsExactly(
                        "analyze-text.endpont is no property of this release; is analyze-text.endpoint meant?");
    }

    @ParameterizedTest
    @CsvSource({
        "key,api-key",
        "key-file,api-key-file",
        "second-key,second.api-key",
        "second-key-file,second.api-key-file",
        "resources.west.key,resources.west.api-key",
        "resources.west.second-key-file,resources.west.second.api-key-file"
    })
    void anEarlierNameOfAKeyIsAMistakeThatNamesItsNameOfToday(String earlier, String today) {
        assertThat(mistakes(Map.of(earlier, "x")).mistakes())
                .contains("analyze-text." + earlier + " is no property of this release; is analyze-text." + today
                        + " meant?");
    }

    @Test
    void everyPropertyWithASecretHasANameThatCamelMasks() {
        assertThat(KnownProperties.names())
                .filteredOn(name -> KnownProperties.names().contains(name + "-file"))
                .contains("analyze-text.api-key", "analyze-text.second.api-key")
                .allMatch(SensitiveUtils::containsSensitive);
    }

    @ParameterizedTest
    @CsvSource({
        "endpoint,https://me:canary@my.example,https://***@my.example",
        "endpoint,https://me:can/ary@my.example,https://***@my.example",
        "endpoint,me:canary@my.example,***@my.example",
        "proxy.host,me:canary@proxy.example,***@proxy.example"
    })
    void aPasswordInAnAddressIsNotTold(String property, String value, String told) {
        assertThat(mistakes(Map.of(property, value)).getMessage())
                .contains("analyze-text." + property + " is '" + told + "'")
                .doesNotContain("ary@");
    }

    @Test
    void aPropertyOfATaskThatIsNotNamedIsAMistake() {
        assertThat(mistakes(Map.of(
                                "tasks", "intent",
                                "tasks.intent.kind", "CustomSingleLabelClassification",
                                "tasks.intent.project-name", "Intents",
                                "tasks.intent.deployment-name", "production",
                                "tasks.topic.kind", "CustomSingleLabelClassification"))
                        .mistakes())
                .containsExactly(
                        "analyze-text.tasks.topic.kind belongs to no task: analyze-text.tasks does not name 'topic'");
    }

    @Test
    void tasksAndResourcesThatAreNotListedAreThoseThatHaveProperties() {
        StageSettings stages = read(Map.ofEntries(
                        Map.entry("endpoint", ""),
                        Map.entry("api-key", ""),
                        Map.entry("resources.west.endpoint", "https://west.example"),
                        Map.entry("resources.west.api-key", "west-key"),
                        Map.entry("tasks.default", "support"),
                        Map.entry("tasks.support.kind", "CustomMultiLabelClassification"),
                        Map.entry("tasks.support.project-name", "Support"),
                        Map.entry("tasks.support.deployment-name", "staging"),
                        Map.entry("tasks.intent.kind", "CustomSingleLabelClassification"),
                        Map.entry("tasks.intent.project-name", "Intents"),
                        Map.entry("tasks.intent.deployment-name", "production")))
                .stages();

        assertThat(stages.tasks().all()).extracting(Task::name).containsExactly("intent", "support");
        assertThat(stages.service().resources()).extracting(Resource::name).containsExactly("west");
    }

    @Test
    void severalResourcesHaveWhatTheirPropertiesSayAndElseWhatIsSaidForAll() {
        List<Resource> resources = read(Map.of(
                        "endpoint", "",
                        "api-key", "",
                        "resources", "west, north",
                        "resources.west.endpoint", "https://west.example",
                        "resources.west.api-key", "west-key",
                        "resources.north.endpoint", "https://north.example",
                        "resources.north.api-key", "north-key",
                        "resources.north.api-version", "2024-11-01",
                        "resources.north.quota.requests-per-minute", "300"))
                .stages()
                .service()
                .resources();

        assertThat(resources).extracting(Resource::name).containsExactly("west", "north");
        assertThat(resources).extracting(Resource::apiVersion).containsExactly("2022-05-01", "2024-11-01");
        assertThat(resources)
                .extracting(resource -> resource.quota().requestsPerMinute())
                .containsExactly(1_000, 300);
    }

    @Test
    void everyMistakeOfAResourceIsTold() {
        assertThat(mistakes(Map.of(
                                "resources", "west,east,east",
                                "resources.west.endpoint", "https://west.example",
                                "resources.west.api-key", "k",
                                "resources.east.endpoint", "https://west.example",
                                "resources.south.api-key", "k"))
                        .mistakes())
                .anySatisfy(mistake ->
                        assertThat(mistake).startsWith("analyze-text.resources.south.api-key belongs to no resource"))
                .anySatisfy(mistake -> assertThat(mistake).startsWith("analyze-text.resources.east.api-key is missing"))
                .anySatisfy(mistake -> assertThat(mistake)
                        .startsWith("analyze-text.resources.east.endpoint is that of another resource"))
                .anySatisfy(mistake -> assertThat(mistake).startsWith("analyze-text.resources names 'east'"));
    }

    @Test
    void theKeyCanStandInAFileOfItsOwn(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "mounted\n");

        assertThat(read(Map.of("api-key", "", "api-key-file", file.toString()))
                        .stages()
                        .service()
                        .resources()
                        .get(0)
                        .credentials()
                        .value())
                .isEqualTo("mounted");
    }

    @Test
    void aKeyFileThatCantBeReadIsOneMistake() {
        assertThat(mistakes(Map.of("api-key", "", "api-key-file", "/nowhere/key"))
                        .mistakes())
                .singleElement()
                .asString()
                .startsWith("analyze-text.api-key-file is '/nowhere/key', which can't be read");
    }

    @Test
    void aKeyAndAKeyFileAreAMistake(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "mounted");

        assertThat(mistakes(Map.of("api-key-file", file.toString())).mistakes())
                .containsExactly("analyze-text.api-key and analyze-text.api-key-file are both set; set one of them");
    }

    @Test
    void aKeyHeaderIsAHeadersNameAndNoneThatIsNeededForSomethingElse() {
        assertThat(read(Map.of("key-header", "api-key"))
                        .stages()
                        .service()
                        .resources()
                        .get(0)
                        .credentials()
                        .header())
                .isEqualTo("api-key");
        assertThat(mistakes(Map.of("key-header", "api key")).mistakes())
                .singleElement()
                .asString()
                .startsWith("analyze-text.key-header is 'api key', which is no header's name");
        assertThat(mistakes(Map.of("key-header", "Content-Type")).mistakes())
                .singleElement()
                .asString()
                .startsWith("analyze-text.key-header is 'Content-Type', which is used for something else");
    }

    @Test
    void everyMistakeOfAnIdentityIsTold() {
        assertThat(mistakes(Map.of(
                                "endpoint", "https://westeurope.api.cognitive.microsoft.com",
                                "auth", "entra",
                                "entra.credential", "client-secret",
                                "entra.authority", "http://login.example"))
                        .mistakes())
                .anySatisfy(mistake -> assertThat(mistake).contains("which many resources share"))
                .anySatisfy(mistake -> assertThat(mistake).startsWith("analyze-text.entra.tenant-id is missing"))
                .anySatisfy(mistake -> assertThat(mistake).startsWith("analyze-text.entra.client-id is missing"))
                .anySatisfy(mistake -> assertThat(mistake).startsWith("analyze-text.entra.client-secret is missing"))
                .anySatisfy(mistake -> assertThat(mistake).endsWith("but must begin with https://"))
                .hasSize(5);
    }

    @Test
    void oneResourceMayHaveAnIdentityAndAnotherAKey() {
        List<Resource> resources = read(Map.of(
                        "endpoint", "",
                        "api-key", "",
                        "resources", "west,north",
                        "resources.west.endpoint", "https://west.example",
                        "resources.west.api-key", "west-key",
                        "resources.north.endpoint", "https://north.example",
                        "resources.north.auth", "entra",
                        "resources.north.entra.credential", "managed-identity"))
                .stages()
                .service()
                .resources();

        assertThat(resources)
                .extracting(resource -> resource.credentials().what())
                .containsExactly("key", "token");
    }

    @Test
    void everyMistakeOfTheWayThereIsTold(@TempDir Path folder) throws IOException {
        Path empty = Files.createFile(folder.resolve("ca.crt"));

        assertThat(mistakes(Map.of(
                                "tls.truststore-location", empty.toString(),
                                "proxy.host", "proxy.example",
                                "proxy.port", "many"))
                        .mistakes())
                .anySatisfy(mistake -> assertThat(mistake).contains("ca.crt', which can't be used as PEM"))
                .anySatisfy(mistake -> assertThat(mistake).startsWith("analyze-text.proxy.port is 'many'"))
                .hasSize(2);
        assertThat(mistakes(Map.of("proxy.user", "me")).mistakes())
                .singleElement()
                .asString()
                .startsWith("analyze-text.proxy.host is missing");
    }

    @Test
    void takeThatTheQuotaCanNotSubmitInTimeIsWarnedOf() {
        Map<String, String> changes = new HashMap<>(Map.of(
                "source", "kafka",
                "jobs", "kafka",
                "quota.requests-per-minute", "30",
                "kafka.take", "500",
                "kafka.consumers", "4"));

        // 2,000 documents are 80 submits, at 15 a minute.
        assertThat(read(changes).warnings())
                .singleElement()
                .asString()
                .startsWith("analyze-text.kafka.take: the quota needs 320 s for the 2000 documents")
                .contains("they have 77 s")
                .contains("Lower analyze-text.kafka.take or raise the interval");

        changes.put("quota.separate", "true");
        assertThat(read(changes).warnings()).singleElement().asString().contains("needs 160 s");
        changes.put("kafka.take", "200");
        assertThat(read(changes).warnings()).isEmpty();
        changes.put("quota.separate", "false");
        changes.put("quota.enabled", "false");
        assertThat(read(changes).warnings()).isEmpty();
        assertThat(read(Map.of("quota.requests-per-minute", "1")).warnings())
                .as("files have no takes")
                .isEmpty();
    }

    @Test
    void aTaskOfThePrebuiltKindsNeedsNoProjectAndTakesParametersByTheirNames() {
        Settings settings = read(Map.of(
                "api-version", "2023-04-01",
                "task.project-name", "",
                "task.deployment-name", "",
                "task.kind", "sentimentanalysis",
                "task.logging-opt-out", "true",
                "task.parameters.opinionMining", "true",
                "task.parameters.modelVersion", "2022-11-01"));

        assertThat(settings.warnings()).isEmpty();
        assertThat(settings.stages().tasks().all().get(0).wireParameters().toString())
                .isEqualTo(
                        "{\"loggingOptOut\":true,\"stringIndexType\":\"Utf16CodeUnit\",\"modelVersion\":\"2022-11-01\","
                                + "\"opinionMining\":true}");
    }

    @Test
    void aKindThatTheVersionDoesNotHaveIsAMistake() {
        Map<String, String> summary =
                Map.of("tasks.s.kind", "ExtractiveSummarization", "tasks.l.kind", "LanguageDetection", "tasks", "s,l");

        assertThat(mistakes(summary).mistakes())
                .anyMatch(mistake ->
                        mistake.equals("analyze-text.tasks.s.kind is ExtractiveSummarization, which the service"
                                + " has from version 2023-04-01 on, but analyze-text.api-version is 2022-05-01"))
                .anyMatch(mistake ->
                        mistake.startsWith("analyze-text.tasks.l.kind can't be used: LanguageDetection is no"));
    }

    @Test
    void aKindThatIsNotKnownIsTakenWithAWarning() {
        assertThat(read(Map.of("task.kind", "PoemRecognition")).warnings())
                .singleElement()
                .asString()
                .startsWith("analyze-text.task.kind is PoemRecognition, a kind that this release does not know");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "projectName | has a property of its own: .project-name",
                "loggingOptOut | has a property of its own: .logging-opt-out",
                "api-key | is no name of a parameter",
                "subscriptionKey | looks like a secret",
                "accessToken | looks like a secret",
            })
    void whatCanBeNoParameterIsToldWithItsName(String name, String words) {
        assertThat(mistakes(Map.of("task.parameters." + name, KEY)).mistakes())
                .singleElement()
                .asString()
                .startsWith("analyze-text.task.parameters." + name + " " + words)
                .doesNotContain(KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ExtractiveSummarization", "AbstractiveSummarization", "PoemRecognition"})
    void whatIsSaidOfPartsMustMakeOneAnswer(String kind) {
        assertThat(mistakes(Map.of(
                                "api-version", "2023-04-01",
                                "tasks.a.kind", kind,
                                "document.over-long", "split"))
                        .mistakes())
                .singleElement()
                .asString()
                .startsWith("analyze-text.document.over-long is split, but what task 'a' (" + kind + ")");
    }

    @Test
    void theKeyIsNeverSaid() {
        Settings settings = read(Map.of());

        assertThat(settings.stages().service().resources().get(0).credentials().value())
                .isEqualTo(KEY);
        assertThat(settings.toString()).doesNotContain(KEY);
        assertThat(settings.stages().service().resources().get(0).toString()).doesNotContain(KEY);
        assertThat(mistakes(Map.of("endpoint", "", "task.kind", "Sentiment Analysis"))
                        .getMessage())
                .doesNotContain(KEY);
    }

    private static ConfigurationException mistakes(Map<String, String> changes) {
        return catchThrowableOfType(ConfigurationException.class, () -> read(changes));
    }

    /** Settings of the defaults and what is required, but for the changes. */
    private static Settings read(Map<String, String> changes) {
        return read(changes, Map.of());
    }

    private static Settings read(Map<String, String> changes, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>();
        defaults().forEach((name, value) -> all.put((String) name, (String) value));
        all.put("analyze-text.endpoint", "https://my.cognitiveservices.azure.com");
        all.put("analyze-text.api-key", KEY);
        all.put("analyze-text.task.project-name", "Project");
        all.put("analyze-text.task.deployment-name", "production");
        changes.forEach((name, value) -> all.put("analyze-text." + name, value));
        return Settings.read(name -> Optional.ofNullable(all.get(name)), all.keySet(), environment, Pipeline.UNNAMED);
    }

    private static Properties defaults() {
        Properties properties = new Properties();
        try (InputStream in = SettingsTest.class.getResourceAsStream("/analyze-text.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return properties;
    }
}
