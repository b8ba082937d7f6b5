package org.analyzetext;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** Camel's own list of security advisories, as its catalogue of our release has it. */
class AdvisoriesTest {
    private static final String LIST = "org/apache/camel/catalog/advisories/camel-security-advisories.json";
    private static final Pattern VERSION = Pattern.compile("\\d+(?:\\.\\d+)+");

    /** Every release that an advisory names, as affected or as mended, is older than ours. */
    @Test
    void noAdvisoryReachesOurRelease() throws Exception {
        String ours = ourRelease();
        List<String> reaching = new ArrayList<>();
        JsonNode advisories = advisories();
        for (JsonNode advisory : advisories) {
            String named = advisory.path("affected").asText() + " "
                    + advisory.path("fixed").asText();
            if (VERSION.matcher(named).results().anyMatch(version -> compare(version.group(), ours) >= 0)) {
                reaching.add(advisory.path("cve").asText() + ": " + named);
            }
        }
        assertThat(advisories).hasSizeGreaterThan(50);
        assertThat(reaching).isEmpty();
    }

    private static JsonNode advisories() throws IOException {
        try (InputStream list = AdvisoriesTest.class.getClassLoader().getResourceAsStream(LIST)) {
            return new ObjectMapper().readTree(Objects.requireNonNull(list, LIST));
        }
    }

    private static String ourRelease() {
        return new DefaultCamelContext().getVersion();
    }

    /** By number, part by part; a part that is not there counts as 0. */
    private static int compare(String one, String other) {
        int[] left = parts(one);
        int[] right = parts(other);
        return IntStream.range(0, Math.max(left.length, right.length))
                .map(i -> Integer.compare(i < left.length ? left[i] : 0, i < right.length ? right[i] : 0))
                .filter(difference -> difference != 0)
                .findFirst()
                .orElse(0);
    }

    private static int[] parts(String version) {
        return Pattern.compile("\\.")
                .splitAsStream(version)
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
