package org.analyzetext.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** This project with the Kafka edges: one instance, or several of one group that share the quota, one of which is killed. */
final class OurKafka implements Contender {
    private final String name;
    private final String brokers;
    private final int instances;
    private final String[] jvm;
    private final List<JavaProcess> processes = new ArrayList<>();
    private KafkaPlace place;
    private double cpuOfKilled;

    /** Contends with so many instances. */
    OurKafka(String name, String brokers, int instances, String... jvm) {
        this.name = name;
        this.brokers = brokers;
        this.instances = instances;
        this.jvm = jvm;
    }

    @Override
    public void start(Path folder, ServiceProcess service) throws Exception {
        place = new KafkaPlace(brokers, folder.getFileName().toString());
        place.read();
        for (int i = 1; i <= instances; i++) {
            processes.add(OurPipeline.start(
                    folder.resolve("instance-" + i), place.properties(OurPipeline.properties(service)), jvm));
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
    public void halfTime() {
        if (processes.size() > 1) {
            JavaProcess killed = processes.remove(processes.size() - 1);
            cpuOfKilled = killed.cpuSeconds();
            killed.close();
        }
    }

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
        return cpuOfKilled
                + processes.stream().mapToDouble(JavaProcess::cpuSeconds).sum();
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
