package org.analyzetext.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** One process that reads files with arrays of documents from {@code inbox/} and writes files into {@code results/}. */
abstract class FolderContender implements Contender {
    private final String name;
    private final int batch;
    private final int backlog;
    private Path folder = Path.of(".");
    private JavaProcess process;
    private long offered;
    private long offeredFiles;

    FolderContender(String name, int batch, int backlog) {
        this.name = name;
        this.batch = batch;
        this.backlog = backlog;
    }

    /** Starts the program in its folder. */
    abstract JavaProcess launch(Path home, ServiceProcess service) throws Exception;

    @Override
    public void start(Path home, ServiceProcess service) throws Exception {
        folder = home.toAbsolutePath();
        Files.createDirectories(folder.resolve("inbox"));
        Files.createDirectories(folder.resolve("results"));
        process = launch(folder, service);
    }

    @Override
    public void offer(int from, int to) throws IOException {
        Path aside = Files.writeString(folder.resolve("aside.tmp"), Documents.array(from, to));
        Files.move(aside, folder.resolve("inbox/%07d.json".formatted(from)), StandardCopyOption.ATOMIC_MOVE);
        offered += to - from;
        offeredFiles++;
    }

    @Override
    public int waiting() throws IOException {
        return Publication.files(folder.resolve("inbox")).size();
    }

    @Override
    public void noMore() throws IOException {
        Files.writeString(folder.resolve("no-more"), "");
    }

    @Override
    public boolean over() {
        return !process.isAlive();
    }

    @Override
    public long publishedSoFar() throws IOException {
        long files = Publication.files(folder.resolve("results")).size();
        return offeredFiles == 0 ? 0 : files * offered / offeredFiles;
    }

    @Override
    public List<Publication> published() throws IOException {
        return Publication.in(folder.resolve("results"));
    }

    @Override
    public double cpuSeconds() {
        return process.cpuSeconds();
    }

    @Override
    public String said() {
        return process.said();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int batch() {
        return batch;
    }

    @Override
    public int backlog() {
        return backlog;
    }

    @Override
    public boolean wantsTls() {
        return false;
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
