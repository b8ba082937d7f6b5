package org.analyzetext.localservice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results come in pages. */
class PagingTest {
    @RegisterExtension
    final Running running = new Running();

    static List<String> ids(JsonNode json) {
        return json.at("/tasks/items/0/results/documents").findValuesAsText("id");
    }

    static List<String> numbers(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(Integer::toString).toList();
    }

    @Test
    void firstPageHasTwentyDocumentsAndTheLinkAsSeenOnTheWire() {
        Client client = new Client(running.start());
        String address = client.submitted(Client.texts(23));
        JsonNode json = client.get(address).json();
        assertThat(ids(json)).isEqualTo(numbers(1, 20));
        assertThat(json.path("nextLink").asText()).isEqualTo(address.replace("?", "?showStats=False&top=3&skip=20&"));
    }

    @Test
    void secondPageIsReachedByNextLink() {
        Client client = new Client(running.start());
        JsonNode first = client.get(client.submitted(Client.texts(23))).json();
        JsonNode second = client.get(first.path("nextLink").asText()).json();
        assertThat(ids(second)).isEqualTo(numbers(21, 23));
        assertThat(second.has("nextLink")).isFalse();
        assertThat(second.path("status").asText()).isEqualTo("succeeded");
    }

    @Test
    void twentyDocumentsNeedOnePage() {
        Client client = new Client(running.start());
        JsonNode json = client.get(client.submitted(Client.texts(20))).json();
        assertThat(ids(json)).hasSize(20);
        assertThat(json.has("nextLink")).isFalse();
    }

    @Test
    void topOfTwentyFiveAsksForAllAtOnce() {
        Client client = new Client(running.start());
        JsonNode json =
                client.get(client.submitted(Client.texts(25)) + "&top=25").json();
        assertThat(ids(json)).hasSize(25);
        assertThat(json.has("nextLink")).isFalse();
    }

    @Test
    void pageSizeIsASetting() {
        Client client = new Client(running.start(builder -> builder.pageSize(25)));
        assertThat(ids(client.get(client.submitted(Client.texts(25))).json())).hasSize(25);
    }

    @Test
    void statisticsStayAskedForOnTheNextPage() {
        Client client = new Client(running.start());
        JsonNode json = client.get(client.submitted(Client.texts(21)) + "&showStats=true")
                .json();
        assertThat(json.path("nextLink").asText()).contains("showStats=True&top=1&skip=20");
        assertThat(client.get(json.path("nextLink").asText()).body()).contains("charactersCount");
    }

    @Test
    void runningJobHasNoNextLink() {
        Client client = new Client(running.start(
                builder -> builder.jobDuration(DurationDistribution.fixed(java.time.Duration.ofHours(1)))));
        assertThat(client.get(client.submitted(Client.texts(25))).json().has("nextLink"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"top=0", "top=-1", "top=x", "skip=-1", "skip=1.5", "showStats=maybe"})
    void optionsThatMakeNoSenseAreRefused(String option) {
        Client client = new Client(running.start());
        Client.Reply reply = client.get(client.submitted("a") + "&" + option);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.innerCode()).isEqualTo("InvalidParameterValue");
    }
}
