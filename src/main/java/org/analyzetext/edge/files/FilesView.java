package org.analyzetext.edge.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.analyzetext.edge.DocumentFlow;
import org.analyzetext.edge.EdgeKind;
import org.analyzetext.edge.EdgeSettings;
import org.analyzetext.edge.EdgeView;
import org.analyzetext.edge.InputProgress;
import org.analyzetext.edge.OutcomeReader;
import org.analyzetext.edge.Place;

/** What the folders show to people. */
final class FilesView implements EdgeView {
    private final Folders folders;
    private final EdgeSettings edges;
    private final WorkFolderLevels levels;

    FilesView(Folders folders, EdgeSettings edges, WorkFolderLevels levels) {
        this.folders = folders;
        this.edges = edges;
        this.levels = levels;
    }

    @Override
    public List<Place> places() {
        List<Place> places = new ArrayList<>();
        if (edges.source() == EdgeKind.FILES) {
            places.add(new Place(
                    "inbox/",
                    "Files that nobody has taken yet.",
                    List.of(),
                    List.of("analyzeTextInboxScan.settled"),
                    "",
                    Place::unknown));
        }
        if (edges.jobs() == EdgeKind.FILES) {
            places.add(new Place(
                    "work/*/",
                    "Inputs that are taken and not cut into batches yet.",
                    List.of(
                            "analyzeTextInbox.claim",
                            "analyzeTextInbox.closeGroupWhenQuiet",
                            "analyzeTextDirectFolder.keep",
                            "analyzeTextDirectFolder.closeWhenDue"),
                    List.of("analyzeTextClaimedInputs"),
                    "inputs",
                    () -> levels.sum(input -> input.documents() < 0 ? 1 : 0)));
            places.add(new Place(
                    "work/*/todo/",
                    "Batches that wait to be submitted.",
                    List.of("analyzeTextCutter.cut", "analyzeTextJobFolder.keep"),
                    List.of("analyzeTextUrgentBatches", "analyzeTextWaitingBatches", "analyzeTextBulkBatches"),
                    "batches",
                    () -> levels.sum(input -> input.open() - input.inFlight())));
            places.add(new Place(
                    "work/*/jobs/",
                    "Jobs that the service has, each with the time of its next poll.",
                    List.of("analyzeTextJobFolder.keep"),
                    List.of("analyzeTextDueJobs"),
                    "jobs",
                    () -> levels.sum(InputProgress::inFlight)));
            places.add(new Place(
                    "work/*/outcomes/",
                    "Outcomes of inputs that are not complete.",
                    List.of("analyzeTextOutcomeFolder.publish"),
                    List.of("analyzeTextQuietInputs"),
                    "inputs",
                    () -> levels.sum(input -> input.documents() < 0 ? 0 : 1)));
        }
        if (edges.sink() == EdgeKind.FILES) {
            places.add(new Place(
                    "results/, dead-letters/",
                    "Results and dead letters, whole files only.",
                    List.of("analyzeTextJoiner.join", "analyzeTextStreamFiles.publish"),
                    List.of(),
                    "",
                    Place::unknown));
        }
        return places;
    }

    @Override
    public List<DocumentFlow> flows() {
        if (edges.jobs() != EdgeKind.FILES) {
            return List.of();
        }
        try {
            return levels.progress().stream().map(FilesView::flow).toList();
        } catch (IOException | UncheckedIOException changing) {
            return List.of();
        }
    }

    private static DocumentFlow flow(InputProgress input) {
        long left = input.batches() == 0
                ? 0
                : Math.round((double) input.documents() * Math.min(input.open(), input.batches()) / input.batches());
        return new DocumentFlow(
                input.name(),
                input.documents(),
                left,
                input.waiting(),
                input.inFlight(),
                Math.max(0, input.documents() - left),
                input.receivedAt());
    }

    @Override
    public Optional<OutcomeReader> outcomes() {
        return edges.jobs() == EdgeKind.FILES ? Optional.of(new FilesOutcomes(folders)) : Optional.empty();
    }
}
