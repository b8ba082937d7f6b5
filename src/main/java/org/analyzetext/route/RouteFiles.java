package org.analyzetext.route;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.analyzetext.config.KnownProperties;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.error.RouteFileException;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;

/** The route files of a context: adds their routes, and says of what Camel refuses in which file and line it stands. */
public final class RouteFiles {
    private static final Pattern ID = Pattern.compile("    id: (\\S+)");
    private static final Pattern OUR_DIRECT = Pattern.compile("\\s+uri: \"?(direct:analyze-text[^\"\\s?]*)\"?");

    private final Collection<Resource> resources;
    /** The lines of each file, by its location. */
    private final Map<String, List<String>> files = new TreeMap<>();

    private RouteFiles(Collection<Resource> resources) throws IOException {
        this.resources = resources;
        for (Resource resource : resources) {
            try (var in = resource.getInputStream()) {
                files.put(
                        resource.getLocation(),
                        new String(in.readAllBytes(), StandardCharsets.UTF_8)
                                .lines()
                                .toList());
            }
        }
    }

    /** Those that a pattern finds. */
    public static RouteFiles find(CamelContext context, String pattern) throws Exception {
        Collection<Resource> found;
        try {
            found = PluginHelper.getPackageScanResourceResolver(context).findResources(pattern);
        } catch (FileNotFoundException noFolder) {
            found = List.of();
        }
        if (found.isEmpty()) {
            throw new AnalyzeTextException("there are no route files at " + pattern
                    + "; see analyze-text.routes, which is a pattern such as file:routes/*.camel.yaml");
        }
        return new RouteFiles(found);
    }

    /**
     * Adds all routes to a context that has not started.
     *
     * @throws RouteFileException when Camel refuses a file, or when files don't fit together
     */
    public void load(CamelContext context) {
        checkIds();
        checkDirects();
        try {
            PluginHelper.getRoutesLoader(context).loadRoutes(resources);
        } catch (Exception refused) {
            throw explain(refused).orElseGet(() -> new RouteFileException(RouteMistake.strip(refused), refused));
        }
    }

    /** Camel would let the later route take the place of the earlier one. */
    private void checkIds() {
        Map<String, String> known = new HashMap<>();
        files.forEach((file, lines) -> {
            for (int i = 1; i < lines.size(); i++) {
                Matcher id = ID.matcher(lines.get(i));
                if (id.matches() && lines.get(i - 1).startsWith("- ")) {
                    String here = place(file, i + 1);
                    String before = known.putIfAbsent(id.group(1), here);
                    if (before != null) {
                        throw new RouteFileException(
                                here + ": the id '" + id.group(1) + "' is used before, in " + before
                                        + "; give one of them another id",
                                null);
                    }
                }
            }
        });
    }

    /** Camel would find out when the first message comes. */
    private void checkDirects() {
        List<String> consumed = new ArrayList<>();
        Map<String, String> sentTo = new TreeMap<>();
        files.forEach((file, lines) -> {
            for (int i = 1; i < lines.size(); i++) {
                Matcher direct = OUR_DIRECT.matcher(lines.get(i));
                if (direct.matches()) {
                    if (lines.get(i - 1).strip().equals("from:")) {
                        consumed.add(direct.group(1));
                    } else {
                        sentTo.putIfAbsent(direct.group(1), place(file, i + 1));
                    }
                }
            }
        });
        sentTo.forEach((name, place) -> {
            if (!consumed.contains(name)) {
                String nearest = consumed.stream()
                        .min(Comparator.comparingInt(other -> KnownProperties.distance(name, other)))
                        .orElse("none");
                throw new RouteFileException(
                        place + ": no route begins with '" + name + "'; is " + nearest + " meant?", null);
            }
        });
    }

    /** What Camel refused, if it is something in these files. */
    public Optional<RouteFileException> explain(Throwable refused) {
        return RouteMistake.of(refused)
                .map(mistake -> new RouteFileException(
                        locate(mistake).map(place -> place + ": ").orElse("") + mistake.what(), refused));
    }

    private Optional<String> locate(RouteMistake mistake) {
        if (mistake.file() != null) {
            return Optional.of(place(mistake.file(), mistake.line()));
        }
        for (Map.Entry<String, List<String>> file : files.entrySet()) {
            List<String> lines = file.getValue();
            int route = lines.indexOf("    id: " + mistake.route());
            if (route >= 0) {
                for (int i = route; i < lines.size(); i++) {
                    if (!mistake.token().isEmpty() && lines.get(i).contains(mistake.token())) {
                        return Optional.of(place(file.getKey(), i + 1));
                    }
                }
                return Optional.of(place(file.getKey(), route + 1));
            }
        }
        return Optional.empty();
    }

    private static String place(String file, int line) {
        return file.replaceFirst("^(file|classpath):", "") + ", line " + line;
    }
}
