package org.analyzetext.process;

import java.nio.file.Path;
import org.analyzetext.localservice.Moment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process is killed at every point where something could get lost or be paid for twice; half of the kills hit one
 * file of thousands of documents, half inputs of every format, with bad records among them and a service that fails and
 * loses jobs, answers some documents with errors, leaves jobs half done, and refuses some documents.
 */
class FilesKillIT {
    /** In the build: one of a fresh start, one of a start that goes on after a kill. */
    private static final int KILLS = 2;

    private static final int MANY_KILLS = 50;
    private static final int MANY_DOCUMENTS = 5_000;
    private static final int DOCUMENTS = 1_200;

    @TempDir
    Path place;

    @BeforeAll
    static void printTheHeadOfTheTable() {
        System.out.println(FilesKillCampaign.Account.HEAD);
    }

    @Test
    void killedBeforeASubmitIsRead() throws Exception {
        campaigns(Moment.BEFORE_POST_READ, KILLS);
    }

    @Test
    void killedAfterAJobWasAccepted() throws Exception {
        campaigns(Moment.AFTER_JOB_ACCEPTED, KILLS);
    }

    @Test
    void killedAfterTheReplyToASubmitWasSent() throws Exception {
        campaigns(Moment.AFTER_202_SENT, KILLS);
    }

    @Test
    void killedInTheMiddleOfAResult() throws Exception {
        campaigns(Moment.DURING_RESULT_GET, KILLS);
    }

    @Test
    void killedWhileCutting() throws Exception {
        campaigns(null, KILLS);
    }

    @Test
    @Tag("long")
    void killedFiftyTimesOverAtEachPoint() throws Exception {
        for (Moment moment : new Moment[] {
            Moment.BEFORE_POST_READ, Moment.AFTER_JOB_ACCEPTED, Moment.AFTER_202_SENT, Moment.DURING_RESULT_GET
        }) {
            campaigns(moment, MANY_KILLS);
        }
        campaigns(null, MANY_KILLS);
    }

    private void campaigns(@Nullable Moment moment, int kills) throws Exception {
        boolean many = kills == MANY_KILLS;
        String name = moment == null ? "cutting" : moment.name();
        FilesKillCampaign oneFile = new FilesKillCampaign(place.resolve(name + "-one"), moment);
        oneFile.inputs().goodLines("all.jsonl", many ? MANY_DOCUMENTS : DOCUMENTS);
        finish(oneFile, "one file", kills);

        FilesKillCampaign mixed = new FilesKillCampaign(place.resolve(name + "-mixed"), moment)
                .fault("job-failed share=0.03")
                .fault("job-lost share=0.03")
                .fault("job-internal-error share=0.03")
                .fault("job-partial share=0.03")
                .fault("document-error share=0.01")
                .fault("document-refused content=\"my number is rows.csv#500.\"")
                .refusing("lines.jsonl#700")
                .refusing("array.json#301");
        mixed.inputs().texts("letters", many ? 400 : 100);
        mixed.inputs().rows("rows.csv", many ? 1_000 : 600);
        mixed.inputs().lines("lines.jsonl", many ? 1_000 : 800);
        mixed.inputs().array("array.json", many ? 600 : 400);
        finish(mixed, "mixed", kills);
    }

    private static void finish(FilesKillCampaign campaign, String inputs, int kills) throws Exception {
        FilesKillCampaign.Account account = campaign.run(kills);
        System.out.println(account.row(inputs));
        account.mustBalance();
    }
}
