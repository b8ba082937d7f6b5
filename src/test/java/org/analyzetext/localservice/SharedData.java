package org.analyzetext.localservice;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The real documents with human labels that lie beside the clone; where they do not, the test is skipped. */
final class SharedData {
    private SharedData() {}

    /** The 140 abstracts, single-label. */
    static ProjectSettings abstracts(Path folder) throws IOException {
        return project("abstracts-single-label.zip", folder.resolve("abstracts"));
    }

    /** The 210 plot summaries, multi-label. */
    static ProjectSettings movies(Path folder) throws IOException {
        return project("movies-multi-label.zip", folder.resolve("movies"));
    }

    /** The texts of a project, by their location, in the order of the labels file. */
    static TreeMap<String, String> texts(ProjectSettings project) {
        TreeMap<String, String> texts = new TreeMap<>();
        for (LabelsFile.Labelled document : LabelsFile.read(project.labels()).documents()) {
            texts.put(
                    document.location(), LabelsFile.readText(project.documents().resolve(document.location())));
        }
        return texts;
    }

    private static ProjectSettings project(String archive, Path folder) throws IOException {
        Path zip = Path.of(System.getProperty("analyzetext.shared-data", "nowhere"), archive);
        assumeTrue(Files.isRegularFile(zip), () -> "there is no " + zip);
        try (InputStream in = Files.newInputStream(zip);
                ZipInputStream entries = new ZipInputStream(in, StandardCharsets.UTF_8)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (!entry.isDirectory() && target.startsWith(folder)) {
                    Files.createDirectories(target.getParent());
                    Files.copy(entries, target);
                }
            }
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> labels =
                    files.filter(path -> path.toString().endsWith("abels.json")).toList();
            return ProjectSettings.of(labels.get(0));
        }
    }
}
