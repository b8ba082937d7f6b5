package org.analyzetext.edge.kafka;

import static org.analyzetext.edge.kafka.KafkaKillCampaign.Point.AFTER_COMMIT;
import static org.analyzetext.edge.kafka.KafkaKillCampaign.Point.BEFORE_COMMIT;
import static org.analyzetext.edge.kafka.KafkaKillCampaign.Point.POST_READ;
import static org.analyzetext.edge.kafka.KafkaKillCampaign.Point.RESULT_READ;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.analyzetext.edge.kafka.KafkaKillCampaign.Point;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances and their broker are killed while they work, and one call in twenty goes wrong: every document ends in
 * one result or one dead letter, and what is paid for again stays within its bound.
 */
class KafkaKillIT {
    private static final List<String> TABLE = new ArrayList<>(List.of(KafkaKillCampaign.Account.HEAD));

    /** Kept when a campaign fails, with the logs of broker and instances. */
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path place;

    @AfterAll
    static void printTheTable() {
        System.out.println("\nKafka: kills\n" + String.join("\n", TABLE) + "\n");
    }

    @Test
    void nothingIsLostWhenInstancesAndTheBrokerAreKilled() throws Exception {
        run(new KafkaKillCampaign(place, 2_000, 4, 1, BEFORE_COMMIT, POST_READ, AFTER_COMMIT, RESULT_READ));
    }

    @Test
    @Tag("long")
    void nothingIsLostInTwentyThousandDocumentsWithTwentyKills() throws Exception {
        run(new KafkaKillCampaign(place, 20_000, 24, 3, Point.values()));
    }

    @Test
    @Tag("long")
    void nothingIsSubmittedAgainByTwentyKillsBetweenJobRecordAndAcknowledgement() throws Exception {
        run(new KafkaKillCampaign(place, 10_000, 20, 0, BEFORE_COMMIT));
    }

    private static void run(KafkaKillCampaign campaign) throws Exception {
        KafkaKillCampaign.Account account = campaign.run();
        TABLE.add(account.row());
        account.mustBalance();
    }
}
