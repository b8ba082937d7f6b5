package org.analyzetext.edge.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.analyzetext.document.DirectMessage;
import org.analyzetext.document.Document;
import org.analyzetext.document.DocumentFields;
import org.analyzetext.document.DocumentReader;
import org.analyzetext.document.DocumentRules;
import org.analyzetext.document.OverLong;
import org.analyzetext.document.TaskNames;
import org.analyzetext.error.DocumentsNotAcceptedException;
import org.analyzetext.job.Batch;
import org.analyzetext.job.BatchLimits;
import org.analyzetext.job.Task;
import org.analyzetext.job.TaskKind;
import org.analyzetext.stage.RecordLimit;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** How the documents of a call become jobs, where no folder gathers them. */
class DirectDocumentsTest {
    private static final List<Task> TASKS = List.of(
            new Task("topics", TaskKind.SINGLE_LABEL, "Support", "production", true),
            new Task("tone", TaskKind.MULTI_LABEL, "Tone", "production", true));

    @AutoClose
    private final DefaultCamelContext context = new DefaultCamelContext();

    @Test
    void documentsThatAskForOtherTasksShareNoJob() throws IOException {
        List<Batch> batches = batches(
                BatchLimits.SERVICE,
                List.of(
                        Map.of("id", "1", "text", "one"),
                        Map.of("id", "2", "text", "two", "task", "tone"),
                        Map.of("id", "3", "text", "three", "task", "topics"),
                        Map.of("id", "4", "text", "four", "task", List.of("topics", "tone"))));

        assertThat(batches)
                .extracting(batch -> batch.tasks().stream().map(Task::name).toList() + " " + ids(batch))
                .containsExactlyInAnyOrder("[topics] [1, 3]", "[tone] [2]", "[topics, tone] [4]");
        assertThat(batches).extracting(Batch::name).doesNotHaveDuplicates();
    }

    @Test
    void aTextThatIsTooLongForARequestIsAJobOfItsOwnInParts() throws IOException {
        List<Batch> batches = batches(
                BatchLimits.SERVICE,
                List.of(
                        Map.of("id", "short", "text", "short"),
                        Map.of("id", "long", "text", "twelve signs ".repeat(40)),
                        Map.of("id", "also short", "text", "short")));

        assertThat(batches)
                .extracting(DirectDocumentsTest::ids)
                .containsExactlyInAnyOrder(List.of("short", "also short"), List.of("long"));
        assertThat(batches)
                .filteredOn(batch -> ids(batch).contains("long"))
                .allSatisfy(batch -> assertThat(batch.jobs()).isGreaterThan(4));
    }

    @Test
    void jobsAreSmallEnoughForTheRecordsOfTheQueue() throws IOException {
        List<Map<String, String>> documents = IntStream.rangeClosed(1, 60)
                .mapToObj(i -> Map.of("id", "id-" + i, "text", "ä".repeat(i)))
                .toList();

        List<Batch> batches = batches(BatchLimits.SERVICE.withMaxBytes(1_000), documents);

        assertThat(batches.stream().flatMap(batch -> ids(batch).stream()))
                .containsExactlyElementsOf(
                        documents.stream().map(document -> document.get("id")).toList());
        for (Batch batch : batches) {
            int bytes = 0;
            for (Document document : batch.documents()) {
                bytes += RecordLimit.bytes(document);
            }
            assertThat(bytes).isLessThanOrEqualTo(1_000);
        }
        assertThat(batches).hasSizeLessThan(30);
    }

    @Test
    void aDocumentThatNoRecordOfTheQueueHoldsIsNotAccepted() {
        assertThatThrownBy(() -> batches(
                        BatchLimits.SERVICE.withMaxBytes(1_000),
                        List.of(Map.of("id", "x", "text", "x", "note", "n".repeat(1_000)))))
                .isInstanceOf(DocumentsNotAcceptedException.class)
                .hasMessageContaining("document 1 (id 'x'): RecordTooLarge: The document takes 1")
                .hasMessageContaining("at most 1000 are allowed");
    }

    private List<Batch> batches(BatchLimits limits, Collection<?> documents) throws IOException {
        DocumentRules rules = new DocumentRules(
                100, OverLong.SPLIT, new TaskNames("/task", "", List.of("topics", "tone"), List.of("topics")));
        DirectSource calls = new DirectSource(
                new DocumentReader(new DocumentFields("/id", "/text", "/language"), rules),
                rules,
                limits,
                "default",
                TASKS,
                Clock.systemUTC());
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(documents);
        calls.read(exchange);
        return calls.batches(exchange.getProperty("AnalyzeTextCall", DirectMessage.class));
    }

    private static List<String> ids(Batch batch) {
        return batch.documents().stream().map(Document::id).toList();
    }
}
