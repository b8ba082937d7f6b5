package org.analyzetext.edge.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.analyzetext.account.Account;
import org.analyzetext.account.Window;
import org.analyzetext.results.AnswerSource;
import org.analyzetext.results.ResultFiles;

/** Finds the files of results and dead letters. */
final class PublishedFiles {
    private PublishedFiles() {}

    /** Those of finished inputs. */
    static AnswerSource ofInputs(Folders folders, List<Account> inputs) {
        List<Path> files = new ArrayList<>();
        for (Account input : inputs) {
            // Of a table whose rows were gone when it was finished, results are JSON lines.
            Stream.of(
                            folders.results().resolve(Joiner.resultName(input.input())),
                            folders.results().resolve(input.input() + ".jsonl"),
                            folders.deadLetters().resolve(Joiner.deadLetterName(input.input())))
                    .filter(Files::isRegularFile)
                    .filter(file -> !files.contains(file))
                    .forEach(files::add);
        }
        return ResultFiles.only(files);
    }

    /** All that was published in a time; what does not say when counts too. */
    static AnswerSource all(Folders folders, Window window) throws IOException {
        List<Path> there = Stream.of(folders.results(), folders.deadLetters())
                .filter(Files::isDirectory)
                .toList();
        AnswerSource all = ResultFiles.of(there);
        return window.equals(Window.ALL)
                ? all
                : answers -> all.forEach(answer -> {
                    Instant time = answer.publishedAt();
                    if (time == null || window.contains(time)) {
                        answers.accept(answer);
                    }
                });
    }
}
