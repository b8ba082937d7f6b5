package org.analyzetext.benchmark;

import com.azure.ai.textanalytics.TextAnalyticsClient;
import com.azure.ai.textanalytics.TextAnalyticsClientBuilder;
import com.azure.ai.textanalytics.models.ClassifyDocumentOperationDetail;
import com.azure.ai.textanalytics.models.TextDocumentInput;
import com.azure.ai.textanalytics.util.ClassifyDocumentPagedIterable;
import com.azure.core.credential.AzureKeyCredential;
import com.azure.core.http.netty.NettyAsyncHttpClientBuilder;
import com.azure.core.util.Context;
import com.azure.core.util.polling.SyncPoller;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.analyzetext.document.Json;
import reactor.netty.http.client.HttpClient;

/**
 * Labels documents with the Azure SDK for Java as its users write it: a pool of threads, each of which begins a job,
 * waits for its completion and writes what the pages hold. What fails is told and left.
 */
final class AzureSdkPeer {
    private final TextAnalyticsClient client;
    private final Duration pollInterval;

    private AzureSdkPeer(TextAnalyticsClient client, Duration pollInterval) {
        this.client = client;
        this.pollInterval = pollInterval;
    }

    /** Arguments: endpoint, the service's certificate, seconds between polls, threads. */
    public static void main(String[] args) throws Exception {
        SslContext trusting = SslContextBuilder.forClient()
                .trustManager(Path.of(args[1]).toFile())
                .build();
        TextAnalyticsClient client = new TextAnalyticsClientBuilder()
                .endpoint(args[0])
                .credential(new AzureKeyCredential(ServiceProcess.KEY))
                .httpClient(
                        new NettyAsyncHttpClientBuilder(HttpClient.create().secure(spec -> spec.sslContext(trusting)))
                                .build())
                .buildClient();
        new AzureSdkPeer(client, Duration.ofSeconds(Long.parseLong(args[2]))).run(Integer.parseInt(args[3]));
        System.exit(0);
    }

    private void run(int threads) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        Semaphore free = new Semaphore(threads);
        Path taken = Files.createDirectories(Path.of("taken"));
        while (true) {
            boolean noMore = Files.exists(Path.of("no-more"));
            List<Path> files = Publication.files(Path.of("inbox"));
            for (Path file : files) {
                free.acquire();
                Path mine = Files.move(file, taken.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
                pool.execute(() -> {
                    try {
                        classify(mine);
                    } catch (IOException | RuntimeException failed) {
                        System.out.println(mine + " failed: " + failed);
                    } finally {
                        free.release();
                    }
                });
            }
            if (files.isEmpty()) {
                if (noMore) {
                    break;
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        pool.shutdown();
        pool.awaitTermination(10, TimeUnit.MINUTES);
    }

    private void classify(Path file) throws IOException {
        List<TextDocumentInput> documents = new ArrayList<>();
        for (JsonNode document : Json.MAPPER.readTree(file.toFile())) {
            documents.add(new TextDocumentInput(
                            document.path("id").asText(), document.path("text").asText())
                    .setLanguage("en"));
        }
        SyncPoller<ClassifyDocumentOperationDetail, ClassifyDocumentPagedIterable> poller =
                client.beginSingleLabelClassify(
                        documents, ServiceProcess.PROJECT, ServiceProcess.DEPLOYMENT, null, Context.NONE);
        poller.setPollInterval(pollInterval);
        String job = poller.waitForCompletion().getValue().getOperationId();
        StringBuilder lines = new StringBuilder();
        try {
            poller.getFinalResult()
                    .forEach(page -> page.forEach(result -> {
                        if (!result.isError()) {
                            ObjectNode line = Json.MAPPER.createObjectNode().put("id", result.getId());
                            line.putPOJO("classes", result.getClassifications());
                            line.putObject("job").put("id", job);
                            lines.append(line).append('\n');
                        }
                    }));
        } finally {
            Path aside = Files.writeString(Path.of("taken", "." + file.getFileName() + ".lines"), lines.toString());
            Files.move(aside, Path.of("results").resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** The SDK's program as a contender. */
    static Contender contender(int pollSeconds, int threads, int batch) {
        String name = "Azure SDK for Java, %d s polls, %d at once, %d a job".formatted(pollSeconds, threads, batch);
        return new FolderContender(name, batch, 8) {
            @Override
            public boolean wantsTls() {
                return true;
            }

            @Override
            JavaProcess launch(Path home, ServiceProcess service) throws Exception {
                return JavaProcess.startClass(
                        home,
                        "sdk",
                        AzureSdkPeer.class,
                        List.of(
                                service.endpoint().toString(),
                                service.certificate(home.resolve("service.pem")).toString(),
                                Integer.toString(pollSeconds),
                                Integer.toString(threads)));
            }
        };
    }
}
