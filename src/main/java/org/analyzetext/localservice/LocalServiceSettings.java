package org.analyzetext.localservice;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * How a local service behaves. Made by {@link #builder()}; every value has a default.
 *
 * <p>Long because every option of the command line stands here once, with its description.
 *
 * @param keys the keys that are let in, in {@code Ocp-Apim-Subscription-Key}
 * @param tokens the tokens that are let in, in {@code Authorization: Bearer}
 * @param host the address to listen at; empty for the loopback interface alone
 * @param port the port; 0 for any free one
 * @param projects the projects, trained at the start
 * @param callLatency the time before an answer is sent
 * @param jobDuration the time from a job's submission to its completion
 * @param cancelDuration the time from a cancellation to its effect
 * @param speed how many times faster the time of jobs runs (durations, dates, the 24 hours); the quota and the
 *     latency stay in real time
 * @param pageSize the documents of one page of results where the client names no {@code top}
 * @param maxDocuments the most documents of a request
 * @param maxCharacters the most text elements of a request, all documents together
 * @param maxBytes the most bytes of a request's body
 * @param requestsPerMinute the quota; 0 for none
 * @param quotaPerOperation whether submits and states each have the quota, or all share one
 * @param retryAfterAsDate whether {@code Retry-After} is an HTTP date instead of seconds
 * @param operationLocationHeader how the header is spelled
 * @param tls whether to speak https, with a certificate made at the start
 * @param seed where chance starts
 * @param clock the time
 * @param faults the faults from the start, each a line as {@code docs/local-service.md} describes them
 * @param faultsFile a file of such lines, read again whenever it changes; or null
 * @param readTimeout the longest silence of a client that a request is waited for
 */
public record LocalServiceSettings(
        List<String> keys,
        List<String> tokens,
        String host,
        int port,
        List<ProjectSettings> projects,
        DurationDistribution callLatency,
        DurationDistribution jobDuration,
        Duration cancelDuration,
        double speed,
        int pageSize,
        int maxDocuments,
        int maxCharacters,
        int maxBytes,
        int requestsPerMinute,
        boolean quotaPerOperation,
        boolean retryAfterAsDate,
        String operationLocationHeader,
        boolean tls,
        long seed,
        Clock clock,
        List<String> faults,
        @Nullable Path faultsFile,
        Duration readTimeout) {
    public LocalServiceSettings {
        keys = List.copyOf(keys);
        tokens = List.copyOf(tokens);
        projects = List.copyOf(projects);
        faults = List.copyOf(faults);
        atLeast("port", port, 0);
        atLeast("page size", pageSize, 1);
        atLeast("most documents", maxDocuments, 1);
        atLeast("most characters", maxCharacters, 1);
        atLeast("most bytes", maxBytes, 1);
        atLeast("requests a minute", requestsPerMinute, 0);
        if (port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is above 65535");
        }
        if (!(speed > 0)) {
            throw new IllegalArgumentException("speed " + speed + " is not above 0");
        }
        if (!operationLocationHeader.toLowerCase(Locale.ROOT).equals("operation-location")) {
            throw new IllegalArgumentException("'" + operationLocationHeader + "' does not spell operation-location");
        }
        if (keys.isEmpty() && tokens.isEmpty()) {
            throw new IllegalArgumentException("no key and no token: no client could authenticate");
        }
    }

    /** Settings with the defaults: key {@code local-key}, any free port, the limits of the contract, no latency. */
    public static Builder builder() {
        return new Builder();
    }

    private static void atLeast(String what, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(what + " is " + value + "; it must be at least " + least);
        }
    }

    /** Collects settings; not thread-safe. */
    public static final class Builder {
        private List<String> keys = List.of("local-key");
        private List<String> tokens = List.of();
        private String host = "";
        private int port;
        private final List<ProjectSettings> projects = new ArrayList<>();
        private DurationDistribution callLatency = DurationDistribution.fixed(Duration.ZERO);
        /** Above zero: a job that is over at once confuses official pollers. */
        private DurationDistribution jobDuration = DurationDistribution.fixed(Duration.ofMillis(200));

        private Duration cancelDuration = Duration.ZERO;
        private double speed = 1;
        private int pageSize = 20;
        private int maxDocuments = 25;
        private int maxCharacters = 125_000;
        private int maxBytes = 1 << 20;
        private int requestsPerMinute;
        private boolean quotaPerOperation;
        private boolean retryAfterAsDate;
        private String operationLocationHeader = "operation-location";
        private boolean tls;
        private long seed = 1;
        private Clock clock = Clock.systemUTC();
        private List<String> faults = List.of();
        private @Nullable Path faultsFile;
        private Duration readTimeout = Duration.ofMinutes(1);

        private Builder() {}

        @Option(
                names = "--key",
                paramLabel = "KEY",
                description = "A key that is let in; may be repeated; default local-key.")
        public Builder keys(String... values) {
            keys = List.of(values);
            return this;
        }

        @Option(
                names = "--token",
                paramLabel = "TOKEN",
                description = "A bearer token that is let in; may be repeated.")
        public Builder tokens(String... values) {
            tokens = List.of(values);
            return this;
        }

        @Option(
                names = "--host",
                paramLabel = "ADDRESS",
                description =
                        "The address to listen at, such as 0.0.0.0 in a container; default the loopback interface alone.")
        public Builder host(String value) {
            host = value;
            return this;
        }

        @Option(names = "--port", paramLabel = "NUMBER", description = "The port, 0 for any free one; default 8071.")
        public Builder port(int value) {
            port = value;
            return this;
        }

        /** Adds a project. */
        public Builder project(ProjectSettings value) {
            projects.add(value);
            return this;
        }

        @Option(
                names = "--call-latency",
                paramLabel = "DURATIONS",
                converter = LocalServiceCommand.Distribution.class,
                description = "The time before an answer is sent; default 0s.")
        public Builder callLatency(DurationDistribution value) {
            callLatency = value;
            return this;
        }

        @Option(
                names = "--job-duration",
                paramLabel = "DURATIONS",
                converter = LocalServiceCommand.Distribution.class,
                description = "The time a job takes; default 200ms.")
        public Builder jobDuration(DurationDistribution value) {
            jobDuration = value;
            return this;
        }

        @Option(
                names = "--cancel-duration",
                paramLabel = "DURATION",
                converter = LocalServiceCommand.Length.class,
                description = "The time from a cancellation to its effect; default 0s.")
        public Builder cancelDuration(Duration value) {
            cancelDuration = value;
            return this;
        }

        @Option(
                names = "--speed",
                paramLabel = "FACTOR",
                description = "How many times faster the time of jobs runs; default 1.")
        public Builder speed(double value) {
            speed = value;
            return this;
        }

        @Option(
                names = "--page-size",
                paramLabel = "NUMBER",
                description = "The documents of a page of results; default 20.")
        public Builder pageSize(int value) {
            pageSize = value;
            return this;
        }

        @Option(
                names = "--max-documents",
                paramLabel = "NUMBER",
                description = "The most documents of a request; default 25.")
        public Builder maxDocuments(int value) {
            maxDocuments = value;
            return this;
        }

        @Option(
                names = "--max-characters",
                paramLabel = "NUMBER",
                description = "The most text elements of a request; default 125000.")
        public Builder maxCharacters(int value) {
            maxCharacters = value;
            return this;
        }

        @Option(
                names = "--max-bytes",
                paramLabel = "NUMBER",
                description = "The most bytes of a request; default 1048576.")
        public Builder maxBytes(int value) {
            maxBytes = value;
            return this;
        }

        @Option(
                names = "--requests-per-minute",
                paramLabel = "NUMBER",
                description = "The quota, 0 for none; default 0.")
        public Builder requestsPerMinute(int value) {
            requestsPerMinute = value;
            return this;
        }

        @Option(
                names = "--quota-per-operation",
                paramLabel = "BOOLEAN",
                arity = "1",
                description = "Whether submits and states each have the quota; default false.")
        public Builder quotaPerOperation(boolean value) {
            quotaPerOperation = value;
            return this;
        }

        @Option(
                names = "--retry-after-as-date",
                paramLabel = "BOOLEAN",
                arity = "1",
                description = "Whether Retry-After is a date instead of seconds; default false.")
        public Builder retryAfterAsDate(boolean value) {
            retryAfterAsDate = value;
            return this;
        }

        @Option(
                names = "--operation-location-header",
                paramLabel = "NAME",
                description = "How the header is spelled; default operation-location.")
        public Builder operationLocationHeader(String value) {
            operationLocationHeader = value;
            return this;
        }

        @Option(
                names = "--tls",
                paramLabel = "BOOLEAN",
                arity = "1",
                description = "Whether to speak https with a self-signed certificate; default false.")
        public Builder tls(boolean value) {
            tls = value;
            return this;
        }

        @Option(names = "--seed", paramLabel = "NUMBER", description = "Where chance starts; default 1.")
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        public Builder clock(Clock value) {
            clock = value;
            return this;
        }

        @Option(names = "--fault", paramLabel = "LINE", description = "A fault to start with; may be repeated.")
        public Builder faults(String... lines) {
            faults = List.of(lines);
            return this;
        }

        @Option(
                names = "--faults-file",
                paramLabel = "FILE",
                description = "A file of faults, one a line, read again whenever it changes.")
        public Builder faultsFile(@Nullable Path value) {
            faultsFile = value;
            return this;
        }

        public Builder readTimeout(Duration value) {
            readTimeout = value;
            return this;
        }

        public LocalServiceSettings build() {
            return new LocalServiceSettings(
                    keys,
                    tokens,
                    host,
                    port,
                    projects,
                    callLatency,
                    jobDuration,
                    cancelDuration,
                    speed,
                    pageSize,
                    maxDocuments,
                    maxCharacters,
                    maxBytes,
                    requestsPerMinute,
                    quotaPerOperation,
                    retryAfterAsDate,
                    operationLocationHeader,
                    tls,
                    seed,
                    clock,
                    faults,
                    faultsFile,
                    readTimeout);
        }
    }
}
