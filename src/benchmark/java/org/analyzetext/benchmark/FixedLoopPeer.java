package org.analyzetext.benchmark;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.main.Main;

/** Runs the route of about twenty lines that people write first, {@code fixed-loop.camel.yaml}. */
final class FixedLoopPeer {
    private static final String TASK =
            """
            {"kind":"%s","parameters":{"projectName":"%s","deploymentName":"%s"} }""".formatted(ServiceProcess.KIND, ServiceProcess.PROJECT, ServiceProcess.DEPLOYMENT);

    private FixedLoopPeer() {}

    /** Arguments: endpoint, milliseconds between polls, threads. */
    public static void main(String[] args) throws Exception {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "endpoint", args[0],
                "interval", args[1],
                "threads", args[2],
                "key", ServiceProcess.KEY,
                "task", TASK));
        // As many connections as threads: the default of 20 would hold them up.
        properties.put("camel.component.http.connections-per-route", args[2]);
        Main main = new Main();
        main.setOverrideProperties(properties);
        main.configure().withRoutesIncludePattern("classpath:org/analyzetext/benchmark/fixed-loop.camel.yaml");
        main.run();
    }

    /** The route as a contender. */
    static Contender contender(int intervalSeconds, int threads) {
        String name = "fixed loop in YAML, %d s, %d threads, 25 a job".formatted(intervalSeconds, threads);
        return new FolderContender(name, 25, threads + 8) {
            @Override
            JavaProcess launch(Path home, ServiceProcess service) throws Exception {
                return JavaProcess.startClass(
                        home,
                        "loop",
                        FixedLoopPeer.class,
                        List.of(
                                service.endpoint().toString(),
                                Long.toString(intervalSeconds * 1_000L),
                                Integer.toString(threads)));
            }
        };
    }
}
