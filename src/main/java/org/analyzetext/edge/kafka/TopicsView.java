package org.analyzetext.edge.kafka;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.analyzetext.edge.DocumentFlow;
import org.analyzetext.edge.EdgeKind;
import org.analyzetext.edge.EdgeSettings;
import org.analyzetext.edge.EdgeView;
import org.analyzetext.edge.OutcomeReader;
import org.analyzetext.edge.Place;

/** What the topics show to people. */
final class TopicsView implements EdgeView {
    private final KafkaSettings settings;
    private final KafkaNames names;
    private final EdgeSettings edges;
    private final BrokerWatch watch;

    TopicsView(KafkaSettings settings, EdgeSettings edges, BrokerWatch watch) {
        this.settings = settings;
        this.names = settings.names();
        this.edges = edges;
        this.watch = watch;
    }

    @Override
    public List<Place> places() {
        List<Place> places = new ArrayList<>();
        if (edges.source() == EdgeKind.KAFKA) {
            names.documentsTopics()
                    .forEach(topic -> places.add(new Place(
                            "topic " + topic,
                            "Documents that the group has not acknowledged.",
                            List.of(),
                            List.of(uri(topic)),
                            "records",
                            () -> watch.behind(topic))));
        }
        if (edges.jobs() == EdgeKind.KAFKA) {
            places.add(new Place(
                    "topics " + names.jobsTopicPrefix() + "-*",
                    "Jobs that the service has, and batches to submit again, each in the topic of its delay.",
                    List.of("analyzeTextTopicJobs.record", "analyzeTextTopicJobs.hop", "analyzeTextTopicJobs.retry"),
                    names.jobsTopics().stream().map(TopicsView::uri).toList(),
                    "jobs",
                    this::jobs));
        }
        if (edges.sink() == EdgeKind.KAFKA) {
            places.add(sink(names.resultsTopic(), "One record for each result."));
            places.add(sink(names.deadLettersTopic(), "One record for each dead letter."));
        }
        return places;
    }

    private static Place sink(String topic, String description) {
        return new Place("topic " + topic, description, List.of(uri(topic)), List.of(), "", Place::unknown);
    }

    /** As a route names it. */
    private static String uri(String topic) {
        return KafkaClients.SCHEME + ":" + topic;
    }

    /** Each job record is followed by the marker of its transaction. */
    private double jobs() {
        return Arrays.stream(DelayTier.values())
                .mapToDouble(tier -> Math.floor(watch.behind(names.topic(tier)) / 2))
                .sum();
    }

    @Override
    public List<DocumentFlow> flows() {
        return watch.flows();
    }

    @Override
    public Optional<OutcomeReader> outcomes() {
        return edges.sink() == EdgeKind.KAFKA && edges.jobs() == EdgeKind.KAFKA
                ? Optional.of(new TopicOutcomes(settings))
                : Optional.empty();
    }
}
