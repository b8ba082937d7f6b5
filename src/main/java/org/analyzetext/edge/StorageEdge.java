package org.analyzetext.edge;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.analyzetext.account.Account;
import org.analyzetext.account.Answers;
import org.analyzetext.account.Traces;
import org.analyzetext.account.Wanted;
import org.analyzetext.account.Window;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.results.AnswerSource;
import org.analyzetext.spending.SpendingStore;
import org.analyzetext.stage.DryRun;
import org.analyzetext.stage.StageSettings;

/** An edge that keeps documents and jobs, so that it can say what became of them. */
public interface StorageEdge extends Edge {
    /** The time that all share who work on these jobs. */
    Clock clock();

    /** Where the text records of these jobs are counted. */
    SpendingStore spendingStore();

    /** What the documents that wait here would become. */
    List<DryRun> dryRun(StageSettings stages) throws IOException;

    /**
     * Where documents are, and what they cost.
     *
     * @param names inputs, or folders of inputs; empty for all
     * @param window the time that counts
     * @param elsewhere results and dead letters, where another edge has them
     * @throws AnalyzeTextException for a name that is not known
     */
    List<Account> accounts(List<String> names, Window window, Answers.Place elsewhere) throws IOException;

    /**
     * The results and dead letters that are kept here.
     *
     * @param names which of them: inputs or folders of inputs, or topics; empty for all
     * @param window the time in which they were published, or their inputs finished
     * @throws AnalyzeTextException for a name that is not known
     */
    AnswerSource answers(List<String> names, Window window) throws IOException;

    /**
     * Puts the documents of dead letters in again.
     *
     * @throws AnalyzeTextException when nothing can be replayed as asked
     */
    void replay(ReplayRequest request) throws IOException;

    /** What is kept here of a document: on its way, and of its outcome. */
    Traces traces(Wanted wanted) throws IOException;

    /** What a start takes up, in a sentence. */
    String resumed() throws IOException;

    /** What a stop leaves at the service, in a sentence; empty where that is nothing. */
    String left() throws IOException;
}
