package org.analyzetext.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.analyzetext.document.Document;
import org.analyzetext.document.FilePosition;
import org.analyzetext.document.Json;

class JobRecordTest {
    @Property(tries = 300)
    void jsonKeepsEveryRecord(@ForAll("records") JobRecord record) throws Exception {
        byte[] json = Json.MAPPER.writeValueAsBytes(record);

        assertThat(Json.MAPPER.readValue(json, JobRecord.class)).isEqualTo(record);
    }

    @Example
    void theVersionAndTheOneBeforeAreRead() throws Exception {
        assertThat(read(json().put("v", JobRecord.VERSION))).isEqualTo(Batches.submitted(2));
        assertThat(read(json().put("v", JobRecord.VERSION - 1))).isEqualTo(Batches.submitted(2));
    }

    @Example
    void aNewerVersionIsRefusedWithBothNumbers() {
        assertThatThrownBy(() -> read(json().put("v", 3)))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining("version 3")
                .hasMessageContaining("knows version 2");
    }

    @Example
    void aRecordOfANewerReleaseIsToldFromWhatIsNoRecord() throws Exception {
        byte[] newer = Json.MAPPER.writeValueAsBytes(json().put("v", 7).put("state", "somewhere-else"));

        assertThatThrownBy(() -> JobRecord.read(newer))
                .isInstanceOfSatisfying(NewerRecordException.class, told -> assertThat(told.version())
                        .isEqualTo(7));
        assertThatThrownBy(() -> JobRecord.read(Json.MAPPER.writeValueAsBytes(json().put("state", "somewhere-else"))))
                .isNotInstanceOf(NewerRecordException.class)
                .isInstanceOf(JsonProcessingException.class);
    }

    @Example
    void ofANewerVersionItIsToldWhereItsDocumentsAre() throws Exception {
        ObjectNode json = json().put("v", 99).put("tasks", "something else by then");
        json.remove("jobId");

        NewerRecord record = NewerRecord.read(Json.MAPPER.writeValueAsBytes(json));

        assertThat(record)
                .isEqualTo(new NewerRecord(
                        99,
                        "mails.jsonl/000001",
                        true,
                        Batches.documents(2).stream().map(Document::source).toList()));
    }

    @Example
    void whatIsNoRecordOfAnyVersionIsNoNewerOne() throws Exception {
        ObjectNode noSource = json().put("v", 99);
        ((ObjectNode) noSource.path("documents").get(1)).remove("source");

        assertThat(NewerRecord.read(Json.MAPPER.writeValueAsBytes(json()))).isNull();
        assertThat(NewerRecord.read(Json.MAPPER.writeValueAsBytes(noSource))).isNull();
        assertThat(NewerRecord.read("{\"v\": 99}".getBytes(StandardCharsets.UTF_8)))
                .isNull();
        assertThat(NewerRecord.read("{\"v\": 1e999999999}".getBytes(StandardCharsets.UTF_8)))
                .isNull();
        assertThat(NewerRecord.read(new byte[] {1, 2})).isNull();
        assertThat(NewerRecord.read(new byte[0])).isNull();
    }

    @Property
    void whatIsSubmittedAgainKeepsItsPriority(@ForAll Priority priority) throws Exception {
        Batch batch = Batches.toSubmit(4).priority(priority);
        SubmittedJob job = batch.submitted("default", "job-1", Batches.NOW, Batches.NOW);

        assertThat(List.of(
                        batch.ambiguousMore(1).at(Batches.NOW),
                        job.again(job.documents(), Batches.FAILURE, Batches.NOW),
                        batch.halves().get(1),
                        batch.without(batch.documents().subList(0, 1))))
                .allSatisfy(again -> assertThat(JobRecord.read(Json.MAPPER.writeValueAsBytes(again))
                                .priority())
                        .isEqualTo(priority));
    }

    /** Releases before it know no priority, and one after may know another. */
    @Example
    void aRecordOfAnotherReleaseMayHaveNoPriorityOrAnUnknownOne() throws Exception {
        assertThat(json().has("priority")).isFalse();
        assertThat(read(json()).priority()).isEqualTo(Priority.NORMAL);
        assertThat(read(json().put("priority", "bulk")).priority()).isEqualTo(Priority.BULK);
        assertThat(read(json().put("priority", "tomorrow")).priority()).isEqualTo(Priority.NORMAL);
    }

    @Example
    void aMuchOlderVersionIsRefused() {
        assertThatThrownBy(() -> read(json().put("v", JobRecord.VERSION - 2)))
                .isInstanceOf(JsonProcessingException.class);
    }

    @Example
    void fieldsThatNobodyKnowsAreIgnored() throws Exception {
        ObjectNode json = json().put("colour", "blue");
        ((ObjectNode) json.path("documents").get(0)).put("colour", "blue");

        assertThat(read(json)).isEqualTo(Batches.submitted(2));
    }

    @Example
    void aSubmittedRecordWithoutItsJobIsRefused() {
        ObjectNode json = json();
        json.remove("jobId");

        assertThatThrownBy(() -> read(json)).hasMessageContaining("needs jobId and submittedAt");
    }

    @Example
    void statesHaveTheirPublishedNames() {
        assertThat(json().path("state").asText()).isEqualTo("submitted");
        assertThat(Json.MAPPER
                        .<JsonNode>valueToTree(Batches.toSubmit(1))
                        .path("state")
                        .asText())
                .isEqualTo("to-submit");
    }

    @Example
    void anotherTryBeginsAnewWithTheStoryOfTheOneBefore() {
        SubmittedJob job = Batches.submitted(3);

        Batch again =
                job.again(job.documents().subList(1, 2), Batches.FAILURE, Batches.NOW.plus(Duration.ofMinutes(1)));

        assertThat(again.poll()).isZero();
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(again.history()).containsExactly(Batches.FAILURE);
        assertThat(again.documents()).containsExactly(Batches.document(2));
        assertThat(again.due()).isEqualTo(Batches.NOW.plusSeconds(60));
    }

    @Property
    void halvesHoldTheDocumentsInOrderUnderNamesOfTheirOwn(@ForAll @IntRange(min = 2, max = 25) int size) {
        Batch batch = Batches.toSubmit(size);

        List<Batch> halves = batch.halves();

        assertThat(halves.stream().flatMap(half -> half.documents().stream()))
                .containsExactlyElementsOf(batch.documents());
        assertThat(halves).allSatisfy(half -> assertThat(half.size()).isPositive());
        assertThat(halves).extracting(Batch::name).containsExactly(batch.name() + "-1", batch.name() + "-2");
        assertThat(halves).extracting(Batch::attempt).containsOnly(batch.attempt());
    }

    @Provide
    Arbitrary<JobRecord> records() {
        Arbitrary<Batch> waiting =
                Combinators.combine(documents(), failures(), smallNumbers()).as(JobRecordTest::waiting);
        return Combinators.combine(waiting, strings(), instants(), instants(), smallNumbers())
                .as((batch, job, at, due, poll) -> poll % 2 == 0
                        ? batch
                        : batch.submitted("default", job, at, due).at(due, poll));
    }

    private static Batch waiting(List<Document> documents, List<Failure> history, int ambiguous) {
        Batch batch = Batch.of("a/000001-2", "default", List.of(Batches.SINGLE), documents)
                .ambiguousMore(ambiguous);
        for (Failure failure : history) {
            batch = batch.again(documents, failure, Batches.NOW);
        }
        return batch.at(null, 0);
    }

    private static Arbitrary<List<Document>> documents() {
        return Combinators.combine(strings(), strings(), strings(), strings(), strings(), smallNumbers())
                .as((file, id, language, text, value, number) -> new Document(
                        new FilePosition(file, number, number % 2 == 0 ? null : (long) number),
                        number % 3 == 0 ? null : id,
                        number % 5 == 0 ? null : language,
                        text,
                        metadata(value, number)))
                .list()
                .ofMaxSize(5);
    }

    private static ObjectNode metadata(String value, int number) {
        ObjectNode metadata = Json.MAPPER.createObjectNode().put(value, value).put("number", number);
        metadata.putArray("list").add(value).addNull().add(number);
        return metadata;
    }

    private static Arbitrary<List<Failure>> failures() {
        return Combinators.combine(strings(), strings(), instants(), smallNumbers())
                .as((code, message, at, number) -> new Failure(
                        number,
                        number % 2 == 0 ? null : code,
                        code,
                        message,
                        number % 3 == 0 ? null : message,
                        at,
                        number % 5 == 0 ? null : message,
                        number,
                        number,
                        number % 7 == 0,
                        number % 2 == 0 ? null : at,
                        number))
                .list()
                .ofMaxSize(3);
    }

    /** Any Unicode but halves of surrogate pairs, which no document has once it is read. */
    private static Arbitrary<String> strings() {
        return Arbitraries.strings()
                .withCharRange('\u0000', '\uD7FF')
                .withCharRange('\uE000', '\uFFFF')
                .withChars('"', '\\', '\n', '\u2028', '\uFEFF')
                .ofMaxLength(20)
                .map(text -> text.length() % 4 == 0 ? text + "👩‍👩‍👧" : text);
    }

    private static Arbitrary<Instant> instants() {
        return Arbitraries.longs()
                .between(0, 4_000_000_000_000_000L)
                .map(micros -> Instant.EPOCH.plusNanos(micros * 1000));
    }

    private static Arbitrary<Integer> smallNumbers() {
        return Arbitraries.integers().between(0, 30);
    }

    private static ObjectNode json() {
        return Json.MAPPER.valueToTree(Batches.submitted(2));
    }

    private static JobRecord read(JsonNode json) throws Exception {
        return Json.MAPPER.treeToValue(json, JobRecord.class);
    }
}
