package org.analyzetext.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.analyzetext.benchmark.ServiceProcess.Counts;

/**
 * One contender against one service with a quota: kept busy, or given a batch now and then. Measured is a window after
 * a warm-up of at least a minute, so that the quota of the first minute, which is unspent, helps nobody.
 *
 * @param durations how long jobs take, as the local service is told it
 * @param requestsPerMinute the quota
 * @param load the share of the quota's documents that are offered, above 0 to 1; 1 for as many as it takes
 * @param warmUp from the first submit to the window
 * @param window how long is measured
 * @param patience how long, after the last document was offered, is waited for results
 */
record QuotaRun(
        String durations, int requestsPerMinute, double load, Duration warmUp, Duration window, Duration patience) {
    private static final int LARGEST_JOB = 25;
    private static final int LEAST_CALLS = 2;
    /** A little more than the bound, so that a pipeline that is given all at once is still busy when the window ends. */
    private static final double SPARE = 1.1;

    /** The most documents a minute that the quota allows: a submit and a look for each full job. */
    double bound() {
        return (double) requestsPerMinute / LEAST_CALLS * LARGEST_JOB;
    }

    Measured measure(Contender contender, Path folder) throws Exception {
        try (contender;
                ServiceProcess service =
                        ServiceProcess.withQuota(folder, contender.wantsTls(), requestsPerMinute, durations)) {
            contender.start(folder, service);
            return load < 1 ? trickle(contender, service) : saturate(contender, service);
        }
    }

    private Measured saturate(Contender contender, ServiceProcess service) throws Exception {
        Feed feed = new Feed(contender);
        if (contender.backlog() == 0) {
            feed.upTo((int) (bound() * SPARE * minutes(warmUp.plus(window))));
        }
        long start = 0;
        Counts before = null;
        double cpuBefore = 0;
        boolean half = false;
        while (true) {
            if (contender.backlog() > 0) {
                feed.keepWaiting(contender.backlog());
            }
            long now = System.currentTimeMillis();
            if (start == 0 && service.counts().jobsAccepted() > 0) {
                start = now;
            }
            if (start > 0 && before == null && now >= start + warmUp.toMillis()) {
                before = service.counts();
                cpuBefore = contender.cpuSeconds();
            }
            if (!half
                    && start > 0
                    && now >= start + warmUp.plus(window.dividedBy(2)).toMillis()) {
                half = true;
                contender.halfTime();
            }
            if (before != null && now >= start + warmUp.plus(window).toMillis()) {
                break;
            }
            alive(contender);
            TimeUnit.MILLISECONDS.sleep(50);
        }
        Counts during = service.counts().minus(before);
        double cpu = contender.cpuSeconds() - cpuBefore;
        long from = start + warmUp.toMillis();
        List<Publication> all = finish(contender, feed);
        return measured(contender, service, all, feed, during, cpu, from, from + window.toMillis());
    }

    /** Batches come at random, as far apart on average as the load says; every one of them is measured. */
    private Measured trickle(Contender contender, ServiceProcess service) throws Exception {
        Feed feed = new Feed(contender);
        // Whatever the start costs is over before the first measured batch comes.
        feed.one();
        long until = System.nanoTime() + patience.toNanos();
        while (contender.publishedSoFar() < feed.offered && System.nanoTime() < until) {
            alive(contender);
            TimeUnit.MILLISECONDS.sleep(50);
        }
        Random random = new Random(10);
        double meanMillis = contender.batch() / (bound() * load) * 60_000;
        Counts before = service.counts();
        double cpuBefore = contender.cpuSeconds();
        long from = System.currentTimeMillis();
        double next = from;
        while (next < from + window.toMillis()) {
            next += -Math.log(1 - random.nextDouble()) * meanMillis;
            TimeUnit.MILLISECONDS.sleep(Math.max(0, (long) next - System.currentTimeMillis()));
            feed.one();
        }
        List<Publication> all = finish(contender, feed);
        Counts during = service.counts().minus(before);
        double cpu = contender.cpuSeconds() - cpuBefore;
        return measured(contender, service, all, feed, during, cpu, from, Long.MAX_VALUE);
    }

    private List<Publication> finish(Contender contender, Feed feed) throws Exception {
        contender.noMore();
        long until = System.nanoTime() + patience.toNanos();
        while (!hasAll(contender, feed.offered) && !contender.over() && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return contender.published();
    }

    /** Whether each document has a result: some may have two. */
    private static boolean hasAll(Contender contender, int documents) throws Exception {
        return contender.publishedSoFar() >= documents
                && contender.published().stream()
                                .map(Publication::document)
                                .distinct()
                                .count()
                        >= documents;
    }

    private Measured measured(
            Contender contender,
            ServiceProcess service,
            List<Publication> all,
            Feed feed,
            Counts during,
            double cpu,
            long from,
            long until) {
        Map<String, Long> done = service.doneMillis();
        Set<String> ids = new HashSet<>();
        Set<String> jobs = new HashSet<>();
        List<Long> delays = new ArrayList<>();
        int inWindow = 0;
        for (Publication publication : all) {
            ids.add(publication.document());
            if (publication.atMillis() >= from && publication.atMillis() < until) {
                inWindow++;
                jobs.add(publication.job());
                delays.add(publication.atMillis() - done.getOrDefault(publication.job(), publication.atMillis()));
            }
        }
        double perMinute = inWindow / minutes(window);
        return new Measured()
                .put("contender", contender.name())
                .put("durations", durations)
                .put("bound", bound())
                .put("documentsPerMinute", perMinute)
                .put("ofBound", perMinute / bound())
                .put("callsPerJob", (double) during.calls() / Math.max(1, jobs.size()))
                .put("throttledShare", (double) during.throttled() / Math.max(1, during.calls()))
                .put("delayP50Seconds", quantile(delays, 0.5) / 1_000.0)
                .put("delayP99Seconds", quantile(delays, 0.99) / 1_000.0)
                .put("jobsPublishedInWindow", jobs.size())
                .put("jobsAcceptedInWindow", during.jobsAccepted())
                .put("documentsPerJob", (double) during.documentsAccepted() / Math.max(1, during.jobsAccepted()))
                .put("callsInWindow", during.calls())
                .put("offered", feed.offered)
                .put("withoutResult", feed.offered - ids.size())
                .put("resultsTwice", all.size() - ids.size())
                .put("acceptedTwice", service.counts().textsAcceptedAgain())
                .put("cpuSecondsInWindow", cpu);
    }

    private static void alive(Contender contender) {
        if (contender.over()) {
            throw new IllegalStateException(contender.name() + " has ended: " + contender.said());
        }
    }

    static long quantile(List<Long> values, double share) {
        long[] sorted = values.stream().mapToLong(value -> value).sorted().toArray();
        return sorted.length == 0
                ? 0
                : sorted[Math.max(0, Math.min(sorted.length - 1, (int) Math.ceil(share * sorted.length) - 1))];
    }

    private static double minutes(Duration duration) {
        return duration.toMillis() / 60_000.0;
    }

    /** Hands out documents by their numbers. */
    private static final class Feed {
        private final Contender contender;
        private int offered;

        Feed(Contender contender) {
            this.contender = contender;
        }

        void one() throws IOException {
            contender.offer(offered, offered + contender.batch());
            offered += contender.batch();
        }

        void upTo(int documents) throws IOException {
            while (offered < documents) {
                one();
            }
        }

        void keepWaiting(int batches) throws IOException {
            for (int waiting = contender.waiting(); waiting < batches; waiting++) {
                one();
            }
        }
    }
}
