package org.analyzetext.localservice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever the size of job and page, the pages together are the documents in their order. */
class PagingPropertiesTest {
    private static final Running RUNNING = new Running();
    private static final Client CLIENT = new Client(RUNNING.start());

    @AfterContainer
    static void stop() {
        RUNNING.stop();
    }

    @Property(tries = 60)
    void pagesTogetherAreTheDocuments(
            @ForAll @IntRange(min = 1, max = 25) int documents, @ForAll @IntRange(min = 1, max = 30) int top) {
        String next = CLIENT.submitted(Client.texts(documents)) + "&top=" + top;
        List<String> read = new ArrayList<>();
        while (!next.isEmpty()) {
            JsonNode json = CLIENT.get(next).json();
            List<String> ids = PagingTest.ids(json);
            assertThat(ids).isNotEmpty().hasSizeLessThanOrEqualTo(top);
            read.addAll(ids);
            next = json.path("nextLink").asText("");
        }
        assertThat(read).isEqualTo(PagingTest.numbers(1, documents));
    }
}
