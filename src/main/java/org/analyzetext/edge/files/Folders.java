package org.analyzetext.edge.files;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.analyzetext.edge.EdgeKind;
import org.analyzetext.edge.EdgeSettings;
import org.analyzetext.job.JobRecord;

/**
 * The folders of the file edges; all on one file system.
 *
 * @param inbox where inputs are put
 * @param work what is under way
 * @param results one file for each input, complete
 * @param deadLetters one file for each input that has some, complete
 * @param done the inputs that have their answer
 * @param accounts one file for each of these inputs: where its documents are and what they cost
 */
public record Folders(Path inbox, Path work, Path results, Path deadLetters, Path done, Path accounts) {
    /** The folder in the work folder of the input that a batch belongs to. */
    Path inputOf(JobRecord batch) {
        return work.resolve(batch.name().substring(0, batch.name().lastIndexOf('/')));
    }

    /** All but the work folder. */
    List<Path> beside() {
        return List.of(inbox, results, deadLetters, done, accounts);
    }

    /** The folders beside the work folder that are used: a host must not find others. */
    List<Path> beside(EdgeSettings edges) {
        return used(edges).values().stream()
                .filter(folder -> !folder.equals(work))
                .toList();
    }

    /** The folders that are used, by the properties that name them. */
    Map<String, Path> used(EdgeSettings edges) {
        Map<String, Path> used = new LinkedHashMap<>();
        if (edges.source() == EdgeKind.FILES) {
            used.put("files.inbox", inbox);
            used.put("files.done", done);
            used.put("files.accounts", accounts);
        }
        if (edges.jobs() == EdgeKind.FILES) {
            used.put("files.work", work);
        }
        if (edges.sink() == EdgeKind.FILES) {
            used.put("files.results", results);
            used.put("files.dead-letters", deadLetters);
        }
        return used;
    }

    public Folders {
        inbox = inbox.toAbsolutePath().normalize();
        work = work.toAbsolutePath().normalize();
        results = results.toAbsolutePath().normalize();
        deadLetters = deadLetters.toAbsolutePath().normalize();
        done = done.toAbsolutePath().normalize();
        accounts = accounts.toAbsolutePath().normalize();
    }
}
