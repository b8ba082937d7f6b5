package org.analyzetext.localservice;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.BiConsumer;

/** An option of the command, described once. */
enum Option {
    HOST(
            "ADDRESS",
            "the address to listen at, such as 0.0.0.0 in a container; default the loopback interface alone",
            (builder, value) -> builder.host(value)),
    PORT(
            "NUMBER",
            "the port, 0 for any free one; default 8071",
            (builder, value) -> builder.port(Integer.parseInt(value))),
    KEY("KEY", "a key that is let in; may be repeated; default local-key", Option::collected),
    TOKEN("TOKEN", "a bearer token that is let in; may be repeated", Option::collected),
    PROJECT(
            "LABELS[:FOLDER[:DEPLOYMENT]]",
            "a project: labels file, documents' folder (default: the file's own), deployment (default production); may be repeated",
            Option::collected),
    TRAINING_SHARE(
            "SHARE", "the share of the labelled documents to train on, above 0 to 1; default 1", Option::collected),
    CALL_LATENCY(
            "DURATIONS",
            "the time before an answer is sent; default 0s",
            (builder, value) -> builder.callLatency(DurationDistribution.parse(value))),
    JOB_DURATION(
            "DURATIONS",
            "the time a job takes; default 200ms",
            (builder, value) -> builder.jobDuration(DurationDistribution.parse(value))),
    CANCEL_DURATION(
            "DURATION",
            "the time from a cancellation to its effect; default 0s",
            (builder, value) -> builder.cancelDuration(DurationText.duration(value))),
    SPEED(
            "FACTOR",
            "how many times faster the time of jobs runs; default 1",
            (builder, value) -> builder.speed(Double.parseDouble(value))),
    PAGE_SIZE(
            "NUMBER",
            "the documents of a page of results; default 20",
            (builder, value) -> builder.pageSize(Integer.parseInt(value))),
    MAX_DOCUMENTS(
            "NUMBER",
            "the most documents of a request; default 25",
            (builder, value) -> builder.maxDocuments(Integer.parseInt(value))),
    MAX_CHARACTERS(
            "NUMBER",
            "the most text elements of a request; default 125000",
            (builder, value) -> builder.maxCharacters(Integer.parseInt(value))),
    MAX_BYTES(
            "NUMBER",
            "the most bytes of a request; default 1048576",
            (builder, value) -> builder.maxBytes(Integer.parseInt(value))),
    REQUESTS_PER_MINUTE(
            "NUMBER",
            "the quota, 0 for none; default 0",
            (builder, value) -> builder.requestsPerMinute(Integer.parseInt(value))),
    QUOTA_PER_OPERATION(
            "BOOLEAN",
            "whether submits and states each have the quota; default false",
            (builder, value) -> builder.quotaPerOperation(flag(value))),
    RETRY_AFTER_AS_DATE(
            "BOOLEAN",
            "whether Retry-After is a date instead of seconds; default false",
            (builder, value) -> builder.retryAfterAsDate(flag(value))),
    OPERATION_LOCATION_HEADER(
            "NAME",
            "how the header is spelled; default operation-location",
            (builder, value) -> builder.operationLocationHeader(value)),
    TLS(
            "BOOLEAN",
            "whether to speak https with a self-signed certificate; default false",
            (builder, value) -> builder.tls(flag(value))),
    SEED("NUMBER", "where chance starts; default 1", (builder, value) -> builder.seed(Long.parseLong(value))),
    FAULT("LINE", "a fault to start with; may be repeated", Option::collected),
    FAULTS_FILE(
            "FILE",
            "a file of faults, one a line, read again whenever it changes",
            (builder, value) -> builder.faultsFile(Path.of(value)));

    private final String value;
    private final String help;

    @SuppressWarnings("ImmutableEnumChecker") // A function without state.
    private final BiConsumer<LocalServiceSettings.Builder, String> effect;

    Option(String value, String help, BiConsumer<LocalServiceSettings.Builder, String> effect) {
        this.value = value;
        this.help = help;
        this.effect = effect;
    }

    static Option of(String word) {
        return Arrays.stream(values())
                .filter(option -> option.word().equals(word))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("there is no option '" + word + "'"));
    }

    /** The name in small letters with dashes. */
    String word() {
        return FaultKind.word(this);
    }

    /** What kind of value it takes. */
    String value() {
        return value;
    }

    String help() {
        return help;
    }

    void apply(LocalServiceSettings.Builder builder, String given) {
        effect.accept(builder, given);
    }

    /** For those that may be repeated: {@link Options} collects them. */
    private static void collected(LocalServiceSettings.Builder builder, String value) {}

    private static boolean flag(String value) {
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException("it is neither true nor false");
        }
        return value.equals("true");
    }
}
