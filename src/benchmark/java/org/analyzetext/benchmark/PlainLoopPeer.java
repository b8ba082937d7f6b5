package org.analyzetext.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.analyzetext.document.Json;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The least that does the work from topic to topic, in plain Java: each thread polls a batch, submits it, writes a
 * durable job record, polls until the job is done, writes the results and commits. It knows no quota, no pages, no
 * failures and no resumption. With transactions it has our guarantee: the job record and the acknowledgement of its
 * documents are written together, and so are the results and the end of the job.
 */
final class PlainLoopPeer {
    private final URI jobs;
    private final String brokers;
    private final String documentsTopic;
    private final String resultsTopic;
    private final String jobsTopic;
    private final HttpClient http = HttpClient.newHttpClient();
    private final boolean transactions;

    private PlainLoopPeer(String[] args) {
        jobs = URI.create(args[0] + "/language/analyze-text/jobs?api-version=2022-05-01");
        brokers = args[1];
        documentsTopic = args[2];
        resultsTopic = args[3];
        jobsTopic = args[4];
        transactions = Boolean.parseBoolean(args[6]);
    }

    /** Arguments: endpoint, brokers, topics of documents, results and jobs, threads, whether with transactions. */
    public static void main(String[] args) {
        PlainLoopPeer loop = new PlainLoopPeer(args);
        for (int i = 0; i < Integer.parseInt(args[5]); i++) {
            new Thread(loop::run, "loop-" + i).start();
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        Map<String, Object> properties =
                new HashMap<>(Map.of("bootstrap.servers", brokers, "acks", "all", "max.request.size", 8 << 20));
        if (transactions) {
            // As ours: the broker is busy with the end of the last transaction for some milliseconds.
            properties.put("retry.backoff.ms", 5);
            properties.put("transactional.id", UUID.randomUUID().toString());
        }
        KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        if (transactions) {
            producer.initTransactions();
        }
        return producer;
    }

    private void run() {
        try (KafkaProducer<byte[], byte[]> producer = producer();
                KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                brokers,
                                "group.id",
                                documentsTopic,
                                "auto.offset.reset",
                                "earliest",
                                "enable.auto.commit",
                                false,
                                "isolation.level",
                                "read_committed",
                                "max.poll.records",
                                25),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(documentsTopic));
            while (true) {
                List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
                consumer.poll(Duration.ofMillis(500)).forEach(batch::add);
                if (!batch.isEmpty()) {
                    label(batch, producer, consumer);
                }
            }
        } catch (IOException | InterruptedException | ExecutionException failed) {
            failed.printStackTrace();
            System.exit(1);
        }
    }

    private void label(
            List<ConsumerRecord<byte[], byte[]>> batch,
            KafkaProducer<byte[], byte[]> producer,
            KafkaConsumer<byte[], byte[]> consumer)
            throws IOException, InterruptedException, ExecutionException {
        ArrayNode documents = Json.MAPPER.createArrayNode();
        List<String> ids = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : batch) {
            JsonNode document = Json.MAPPER.readTree(record.value());
            ids.add(document.path("id").asText());
            documents.addObject().put("id", Integer.toString(ids.size())).set("text", document.path("text"));
        }
        HttpResponse<byte[]> accepted = http.send(
                request(jobs)
                        .header("Content-Type", "application/json")
                        .POST(body(documents))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (accepted.statusCode() != 202) {
            throw new IOException("submit: " + accepted.statusCode());
        }
        URI job = URI.create(accepted.headers().firstValue("operation-location").orElseThrow() + "&top=25");
        ObjectNode record = Json.MAPPER.createObjectNode().put("job", job.toString());
        record.putPOJO("ids", ids).set("documents", documents);
        byte[] key = job.toString().getBytes(StandardCharsets.UTF_8);
        if (transactions) {
            producer.beginTransaction();
        }
        Future<?> kept = producer.send(new ProducerRecord<>(jobsTopic, key, Json.MAPPER.writeValueAsBytes(record)));
        if (transactions) {
            producer.sendOffsetsToTransaction(next(batch), consumer.groupMetadata());
            producer.commitTransaction();
        }
        kept.get();
        JsonNode done = done(job);
        if (transactions) {
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(jobsTopic, key, null));
        }
        publish(batch, ids, done, producer);
        if (transactions) {
            producer.commitTransaction();
        } else {
            consumer.commitSync();
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> next(List<ConsumerRecord<byte[], byte[]>> batch) {
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        batch.forEach(record -> next.put(
                new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1)));
        return next;
    }

    private static HttpRequest.BodyPublisher body(ArrayNode documents) throws IOException {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.putObject("analysisInput").set("documents", documents);
        ObjectNode task = body.putArray("tasks").addObject().put("kind", ServiceProcess.KIND);
        task.putObject("parameters")
                .put("projectName", ServiceProcess.PROJECT)
                .put("deploymentName", ServiceProcess.DEPLOYMENT);
        return HttpRequest.BodyPublishers.ofByteArray(Json.MAPPER.writeValueAsBytes(body));
    }

    private static HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(address).header("Ocp-Apim-Subscription-Key", ServiceProcess.KEY);
    }

    private JsonNode done(URI address) throws IOException, InterruptedException {
        while (true) {
            JsonNode job =
                    Json.MAPPER.readTree(http.send(request(address).build(), HttpResponse.BodyHandlers.ofByteArray())
                            .body());
            if (job.path("status").asText().equals("succeeded")) {
                return job;
            }
            Thread.sleep(1_000);
        }
    }

    private void publish(
            List<ConsumerRecord<byte[], byte[]>> batch,
            List<String> ids,
            JsonNode job,
            KafkaProducer<byte[], byte[]> producer)
            throws IOException, InterruptedException, ExecutionException {
        List<Future<?>> sent = new ArrayList<>();
        for (JsonNode document : job.at("/tasks/items/0/results/documents")) {
            int position = document.path("id").asInt() - 1;
            ObjectNode result = Json.MAPPER.createObjectNode().put("id", ids.get(position));
            result.set("classes", document.path("class"));
            result.putObject("job").set("id", job.path("jobId"));
            sent.add(producer.send(new ProducerRecord<>(
                    resultsTopic, batch.get(position).key(), Json.MAPPER.writeValueAsBytes(result))));
        }
        producer.flush();
        for (Future<?> each : sent) {
            each.get();
        }
    }
}
