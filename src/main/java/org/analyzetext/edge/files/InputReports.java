package org.analyzetext.edge.files;

import com.fasterxml.jackson.databind.MappingIterator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.analyzetext.account.Account;
import org.analyzetext.document.Json;
import org.analyzetext.job.DeadLetter;
import org.analyzetext.report.Report;
import org.analyzetext.report.ReportPage;
import org.analyzetext.results.Answer;
import org.jspecify.annotations.Nullable;

/** Writes a page about each input that is finished, where a folder is set for them. */
final class InputReports {
    private final @Nullable Path folder;

    /** Writes into this folder; null writes none. */
    InputReports(@Nullable Path folder) {
        this.folder = folder;
    }

    /** Writes the page of an input whose outcomes are all there, over an earlier one of the same input. */
    void write(Input input, Account account, Instant now) throws IOException {
        if (folder == null) {
            return;
        }
        Report report = new Report();
        OutcomeStream outcomes = new OutcomeStream(input.outcomes());
        for (OutcomeLine outcome = outcomes.next(); outcome != null; outcome = outcomes.next()) {
            Object made = outcome.result() != null ? outcome.result() : outcome.deadLetter();
            report.add(Answer.ofJson(Json.MAPPER.valueToTree(made)));
        }
        try (MappingIterator<DeadLetter> rejected = JsonLines.read(input.rejected(), DeadLetter.class)) {
            while (rejected.hasNext()) {
                report.add(Answer.ofJson(Json.MAPPER.valueToTree(rejected.next())));
            }
        }
        String page = ReportPage.of("Report of " + account.input(), report, List.of(account), Map.of(), now);
        Durable.write(
                folder.resolve(account.input() + ".html"), out -> out.write(page.getBytes(StandardCharsets.UTF_8)));
    }
}
