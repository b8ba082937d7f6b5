package org.analyzetext.edge;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.analyzetext.account.Answers;
import org.analyzetext.account.DeadLetterRecords;
import org.analyzetext.account.ReplayReport;
import org.analyzetext.account.Selection;

/**
 * What is to be replayed.
 *
 * @param records makes records of dead letters
 * @param selection which dead letters
 * @param files the files that they are in; empty for all
 * @param elsewhere dead letters, where another edge has them
 * @param finished receives how many files a replay left that was broken off, once they are replayed
 * @param reports receives what was replayed, as it happens
 */
public record ReplayRequest(
        DeadLetterRecords records,
        Selection selection,
        List<Path> files,
        Answers.Place elsewhere,
        IntConsumer finished,
        Consumer<ReplayReport> reports) {}
