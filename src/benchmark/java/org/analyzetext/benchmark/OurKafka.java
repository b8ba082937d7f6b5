package org.analyzetext.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** This project with the Kafka edges: one instance, or several of one group that share the quota. */
final class OurKafka implements Contender {
    private final String name;
    private final String brokers;
    private final int instances;
    private final Map<String, String> more;
    private final List<JavaProcess> processes = new ArrayList<>();
    private KafkaPlace place;

    /**
     * Contends with so many instances.
     *
     * @param more properties beside those that have to be told
     */
    OurKafka(String name, String brokers, int instances, Map<String, String> more) {
        this.name = name;
        this.brokers = brokers;
        this.instances = instances;
        this.more = Map.copyOf(more);
    }

    @Override
    public void start(Path folder, ServiceProcess service) throws Exception {
        place = new KafkaPlace(brokers, folder.getFileName().toString());
        place.read();
        for (int i = 1; i <= instances; i++) {
            Map<String, String> properties = place.properties(OurPipeline.properties(service));
            properties.putAll(more);
            processes.add(OurPipeline.start(folder.resolve("instance-" + i), properties));
        }
    }

    @Override
    public void offer(int from, int to) {
        place.write(from, to);
    }

    @Override
    public int waiting() {
        return 0;
    }

    @Override
    public void noMore() {}

    @Override
    public boolean over() {
        return processes.stream().noneMatch(JavaProcess::isAlive);
    }

    @Override
    public long publishedSoFar() {
        return place.arrivedSoFar();
    }

    @Override
    public List<Publication> published() {
        return place.arrived();
    }

    @Override
    public double cpuSeconds() {
        return processes.stream().mapToDouble(JavaProcess::cpuSeconds).sum();
    }

    @Override
    public String said() {
        return processes.stream().map(JavaProcess::said).collect(Collectors.joining("\n"));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int batch() {
        return 25;
    }

    @Override
    public int backlog() {
        return 0;
    }

    @Override
    public boolean wantsTls() {
        return false;
    }

    @Override
    public void close() {
        processes.forEach(JavaProcess::close);
        if (place != null) {
            place.close();
        }
    }
}
