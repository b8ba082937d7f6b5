package org.analyzetext.benchmark;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is measured, and how long.
 *
 * @param rows the parts
 * @param only contenders of the quota whose name contains this; empty for all
 * @param lanes the contenders that are measured side by side, each with a service of its own
 * @param durations the distributions of job durations for the saturated part, by name
 * @param requestsPerMinute the quota
 * @param warmUp from the first submit to the measured window
 * @param window the measured window
 * @param trickle how long documents are offered at a tenth of the load
 * @param patience how long, after the last document was offered, results are waited for
 * @param runs of the throughput and of each start
 * @param documents of each run of the throughput
 * @param scale the sizes of the files of the scale
 * @param idle how long a process does nothing before its memory is read
 * @param compare the file of a stored run of the same machine, whose ratios must not be better; empty for none
 */
record BenchmarkOptions(
        Set<Row> rows,
        String only,
        int lanes,
        Map<String, String> durations,
        int requestsPerMinute,
        Duration warmUp,
        Duration window,
        Duration trickle,
        Duration patience,
        int runs,
        int documents,
        List<Integer> scale,
        Duration idle,
        String compare) {
    static final String HELP = """
            Options, each with a value:
              --rows LIST        of saturated,delay,instances,priorities,throughput,quotas,start,scale; default all
              --only TEXT        only contenders of the quota whose name contains this
              --lanes NUMBER     contenders of the quota side by side, each with a service of its own; default 8
              --durations LIST   of log-normal,fixed,bimodal, for saturated; default all; the others use the first
              --quota NUMBER     calls a minute; default 1000
              --warm-up SECONDS  from the first submit to the measured window; default 180
              --window SECONDS   the measured window; default 180
              --trickle SECONDS  how long documents are offered at a tenth of the load; default 180
              --patience SECONDS how long results are waited for; default 150
              --runs NUMBER      of the throughput and of each start; default 5
              --documents NUMBER of each run of the throughput; default 100000
              --scale LIST       documents of the files; default 10000,100000 (1000000 takes minutes)
              --idle SECONDS     before an idle process's memory is read; default 20
              --compare FILE     the JSON of an earlier run on this machine; ends with 1 if a ratio is worse by a tenth
            """;

    private static final Map<String, String> DURATIONS = Map.of(
            "log-normal", "log-normal 6s 30s",
            "fixed", "fixed 10s",
            "bimodal", "70% log-normal 3s 6s | 30% log-normal 20s 30s");

    /** A part of the benchmark. */
    enum Row {
        SATURATED,
        DELAY,
        INSTANCES,
        PRIORITIES,
        THROUGHPUT,
        QUOTAS,
        START,
        SCALE
    }

    static BenchmarkOptions parse(List<String> arguments) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            if (!arguments.get(i).startsWith("--") || i + 1 == arguments.size()) {
                throw new IllegalArgumentException("'" + arguments.get(i) + "' is no option with a value");
            }
            given.put(arguments.get(i).substring(2), arguments.get(i + 1));
        }
        Arguments in = new Arguments(given);
        BenchmarkOptions options = new BenchmarkOptions(
                rows(in.text("rows", "saturated,delay,instances,priorities,throughput,quotas,start,scale")),
                in.text("only", ""),
                in.number("lanes", 8),
                durations(in.text("durations", "log-normal,fixed,bimodal")),
                in.number("quota", 1_000),
                Duration.ofSeconds(in.number("warm-up", 60)),
                Duration.ofSeconds(in.number("window", 180)),
                Duration.ofSeconds(in.number("trickle", 180)),
                Duration.ofSeconds(in.number("patience", 150)),
                in.number("runs", 5),
                in.number("documents", 100_000),
                list(in.text("scale", "10000,100000")).stream()
                        .map(Integer::valueOf)
                        .toList(),
                Duration.ofSeconds(in.number("idle", 20)),
                in.text("compare", ""));
        if (!given.isEmpty()) {
            throw new IllegalArgumentException("there is no option --" + String.join(", --", given.keySet()));
        }
        return options;
    }

    private static Set<Row> rows(String text) {
        return list(text).stream()
                .map(name -> Row.valueOf(name.toUpperCase(Locale.ROOT)))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Row.class)));
    }

    private static Map<String, String> durations(String text) {
        Map<String, String> chosen = new java.util.LinkedHashMap<>();
        for (String name : list(text)) {
            String distribution = DURATIONS.get(name);
            if (distribution == null) {
                throw new IllegalArgumentException("there are no durations '" + name + "'");
            }
            chosen.put(name, distribution);
        }
        return chosen;
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(",")).filter(part -> !part.isBlank()).toList();
    }

    /** What is left of the arguments. */
    private record Arguments(Map<String, String> given) {
        String text(String name, String otherwise) {
            String value = given.remove(name);
            return value == null ? otherwise : value;
        }

        int number(String name, int otherwise) {
            return Integer.parseInt(text(name, Integer.toString(otherwise)));
        }
    }
}
