package org.analyzetext.edge.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.analyzetext.document.Json;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.spending.SpendingStore;
import org.analyzetext.spending.Spent;
import org.apache.camel.support.service.ServiceSupport;

/** The count of text records as a file in the work folder, which one process owns: {@code spending.json}. */
final class SpendingFile extends ServiceSupport implements SpendingStore {
    private final Path file;
    private Spent spent = Spent.nothing(LocalDate.EPOCH);

    public SpendingFile(Folders folders) {
        this.file = folders.work().resolve("spending.json");
    }

    @Override
    protected void doStart() {
        if (Files.exists(file)) {
            try {
                spent = Json.MAPPER.readValue(file.toFile(), Spent.class);
            } catch (IOException unreadable) {
                throw new AnalyzeTextException(
                        file + " can't be read, so what was spent is unknown: repair it, or delete it and the"
                                + " count begins at 0",
                        unreadable);
            }
        }
    }

    @Override
    public Spent spent(LocalDate today) {
        return spent.on(today);
    }

    @Override
    public Spent count(LocalDate today, long records) throws IOException {
        keep(spent.plus(today, records));
        return spent;
    }

    @Override
    public void release(LocalDate counted, long records) throws IOException {
        keep(spent.minus(counted, records));
    }

    private void keep(Spent next) throws IOException {
        Durable.write(file, out -> Json.MAPPER.writeValue(out, next));
        spent = next;
    }
}
