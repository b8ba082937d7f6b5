package org.analyzetext.edge.kafka;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.analyzetext.AnalyzeText;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.observe.ReadinessCheck;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/** The shipped routes with Kafka on all edges, in this process; topics and groups end with the pipeline's name. */
final class KafkaPipeline implements AutoCloseable {
    static final String KEY = "key-of-the-service";

    private final String name;
    private final Properties properties = new Properties();
    private final List<RouteBuilder> hosts = new ArrayList<>();
    private Main main = new Main();
    private AnalyzeText installed;
    private Clock clock = Clock.systemUTC();

    KafkaPipeline(String name, String brokers, LocalService service) {
        this.name = name;
        with("endpoint", service.endpoint().toString());
        with("api-key", KEY);
        with("quota.enabled", "false");
        with("task.project-name", "MessageIntent");
        with("task.deployment-name", "production");
        with("source", "kafka");
        with("jobs", "kafka");
        with("sink", "kafka");
        with("poll.first-poll", "300ms");
        with("job.pause", "100ms");
        with("call.shortest-wait", "50ms");
        with("call.longest-wait", "200ms");
        with("kafka.brokers", brokers);
        with("kafka.documents-topic", documents());
        with("kafka.jobs-topic-prefix", jobs());
        with("kafka.results-topic", results());
        with("kafka.dead-letters-topic", deadLetters());
        with("kafka.group-id", group());
        with("kafka.partitions", "2");
        with("kafka.jobs-consumers", "2");
        with("kafka.linger", "200");
        with("kafka.poll-timeout", "100");
        with("kafka.retry", "100");
    }

    String documents() {
        return "documents-" + name;
    }

    String jobs() {
        return "jobs-" + name;
    }

    String results() {
        return "results-" + name;
    }

    String deadLetters() {
        return "dead-" + name;
    }

    String group() {
        return "group-" + name;
    }

    KafkaPipeline with(String property, String value) {
        properties.put("analyze-text." + property, value);
        return this;
    }

    /** Keeps the folders of the file edges in one place. */
    KafkaPipeline folders(Path root) {
        for (String folder : new String[] {"inbox", "work", "results", "dead-letters", "done", "accounts"}) {
            with("files." + folder, root.resolve(folder).toString());
        }
        return this;
    }

    /** Routes of the host. */
    KafkaPipeline routes(RouteBuilder host) {
        hosts.add(host);
        return this;
    }

    /** What its machine shows. */
    KafkaPipeline clock(Clock machine) {
        clock = machine;
        return this;
    }

    KafkaPipeline start() {
        main = new Main();
        hosts.forEach(main.configure()::addRoutesBuilder);
        main.setDefaultPropertyPlaceholderLocation("classpath:analyze-text.properties");
        main.setOverrideProperties(properties);
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport starting) {
                try {
                    starting.getCamelContext().getRegistry().bind("analyze-text-clock", clock);
                    installed = AnalyzeText.install(starting.getCamelContext());
                } catch (AnalyzeTextException told) {
                    throw told;
                } catch (Exception failed) {
                    throw new IllegalStateException(failed);
                }
            }
        });
        main.start();
        return this;
    }

    AnalyzeText installed() {
        return installed;
    }

    CamelContext context() {
        return main.getCamelContext();
    }

    /** Why it is not ready; empty while it is. */
    String notReady() {
        HealthCheck check =
                HealthCheckRegistry.get(context()).getCheck(ReadinessCheck.ID).orElseThrow();
        return check.call().getMessage().orElse("");
    }

    @Override
    public void close() {
        main.stop();
    }
}
