package org.analyzetext.localservice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** The faults that are switched on, and how often each struck. Thread-safe. */
final class FaultRules {
    private final List<Switched> switched = new CopyOnWriteArrayList<>();
    private final RandomGenerator random;

    FaultRules(RandomGenerator random) {
        this.random = random;
    }

    /** A fault that is switched on. */
    final class Switched {
        private final String line;
        private final Fault fault;
        private final boolean fromFile;
        private long matched;
        private long struck;

        private Switched(String line, boolean fromFile) {
            this.line = line.strip();
            this.fault = Fault.parse(line);
            this.fromFile = fromFile;
        }

        String line() {
            return line;
        }

        synchronized long struck() {
            return struck;
        }

        /** Decides one matching case. */
        private synchronized boolean strikes() {
            if (struck >= fault.count()
                    || matched++ < fault.skip()
                    || (fault.share() < 1 && random.nextDouble() >= fault.share())) {
                return false;
            }
            struck++;
            return true;
        }

        private boolean speaksOf(List<SubmittedDocument> documents) {
            return fault.content() == null || documents.stream().anyMatch(this::speaksOf);
        }

        private boolean speaksOf(SubmittedDocument document) {
            return fault.content() == null || document.text().contains(fault.content());
        }
    }

    /** Switches faults on, all or none of them. */
    void add(Collection<String> lines) {
        switched.addAll(parse(lines, false));
    }

    /** Switches faults on in the place of all others. */
    synchronized void replaceAll(Collection<String> lines) {
        List<Switched> fresh = parse(lines, false);
        switched.clear();
        switched.addAll(fresh);
    }

    /** Puts the file's faults in the place of the file's earlier ones. */
    synchronized void replaceFromFile(Collection<String> lines) {
        List<Switched> fresh = parse(lines, true);
        switched.removeIf(each -> each.fromFile);
        switched.addAll(fresh);
    }

    void clear() {
        switched.clear();
    }

    List<Switched> all() {
        return List.copyOf(switched);
    }

    private List<Switched> parse(Collection<String> lines, boolean fromFile) {
        List<Switched> parsed = new ArrayList<>();
        for (String line : lines) {
            if (!line.isBlank() && !line.strip().startsWith("#")) {
                parsed.add(new Switched(line, fromFile));
            }
        }
        return parsed;
    }

    boolean anyAt(Moment moment) {
        return switched.stream().anyMatch(each -> each.fault.at() == moment);
    }

    /** The faults that strike a submit at a moment; of one kind the first only, and none after one that ends the call. */
    List<Fault> strike(Moment moment, List<SubmittedDocument> documents) {
        return strike(moment, each -> each.speaksOf(documents));
    }

    /** As for a submit, but for a job; {@code spoken} is what {@link #spoken} gave for it. */
    List<Fault> strike(Moment moment, Set<Fault> spoken) {
        return strike(moment, each -> each.fault.content() == null || spoken.contains(each.fault));
    }

    private List<Fault> strike(Moment moment, Predicate<Switched> matches) {
        Map<FaultKind, Fault> struck = new LinkedHashMap<>();
        for (Switched each : switched) {
            FaultKind kind = each.fault.kind();
            if (each.fault.at() == moment && !struck.containsKey(kind) && matches.test(each) && each.strikes()) {
                struck.put(kind, each.fault);
                if (kind.endsTheCall()) {
                    break;
                }
            }
        }
        return List.copyOf(struck.values());
    }

    /** The faults whose content is in the documents, to be remembered with the job. */
    Set<Fault> spoken(List<SubmittedDocument> documents) {
        Set<Fault> spoken = new HashSet<>();
        for (Switched each : switched) {
            if (each.fault.content() != null && each.speaksOf(documents)) {
                spoken.add(each.fault);
            }
        }
        return Set.copyOf(spoken);
    }

    /** Decides how a job will end, by the first fault that strikes it, and each document by the first that does. */
    JobOutcome outcome(List<SubmittedDocument> documents) {
        JobOutcome.Ending ending = JobOutcome.Ending.SUCCEEDED;
        JobOutcome.Mark[] marks = new JobOutcome.Mark[documents.size()];
        Arrays.fill(marks, JobOutcome.Mark.ANSWERED);
        boolean stranger = false;
        for (Switched each : switched) {
            FaultKind kind = each.fault.kind();
            switch (kind) {
                case JOB_INTERNAL_ERROR, JOB_FAILED, JOB_REFUSED, JOB_PARTIAL, JOB_CANCELLED, JOB_STUCK, JOB_LOST -> {
                    if (ending == JobOutcome.Ending.SUCCEEDED && each.speaksOf(documents) && each.strikes()) {
                        ending = ending(kind);
                    }
                }
                case DOCUMENT_ERROR, DOCUMENT_REFUSED, DOCUMENT_LEFT_OUT -> mark(marks, each, documents);
                case DOCUMENT_NEVER_SENT -> stranger |= each.speaksOf(documents) && each.strikes();
                default -> {}
            }
        }
        boolean marked = Arrays.stream(marks).anyMatch(mark -> mark != JobOutcome.Mark.ANSWERED);
        if (ending == JobOutcome.Ending.SUCCEEDED && !marked && !stranger) {
            return JobOutcome.GOOD;
        }
        return new JobOutcome(ending, marked ? List.of(marks) : List.of(), stranger);
    }

    private static void mark(JobOutcome.Mark[] marks, Switched fault, List<SubmittedDocument> documents) {
        for (int i = 0; i < marks.length; i++) {
            if (marks[i] == JobOutcome.Mark.ANSWERED && fault.speaksOf(documents.get(i)) && fault.strikes()) {
                marks[i] = mark(fault.fault.kind());
            }
        }
    }

    private static JobOutcome.Ending ending(FaultKind kind) {
        return switch (kind) {
            case JOB_INTERNAL_ERROR -> JobOutcome.Ending.INTERNAL_ERROR;
            case JOB_FAILED -> JobOutcome.Ending.FAILED;
            case JOB_REFUSED -> JobOutcome.Ending.REFUSED;
            case JOB_PARTIAL -> JobOutcome.Ending.PARTIALLY_COMPLETED;
            case JOB_CANCELLED -> JobOutcome.Ending.CANCELLED;
            case JOB_STUCK -> JobOutcome.Ending.STUCK;
            default -> JobOutcome.Ending.LOST;
        };
    }

    private static JobOutcome.Mark mark(FaultKind kind) {
        return switch (kind) {
            case DOCUMENT_ERROR -> JobOutcome.Mark.ERROR;
            case DOCUMENT_REFUSED -> JobOutcome.Mark.REFUSED;
            default -> JobOutcome.Mark.LEFT_OUT;
        };
    }
}
