package org.analyzetext.error;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.ExchangeException;
import org.apache.camel.RuntimeCamelException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts failures into words: our own and the disk's in a sentence, unforeseen ones with their trace in the log. */
public final class FailureMessages {
    private static final Logger LOG = LoggerFactory.getLogger(FailureMessages.class);

    /** Whether it has to be reported each time: that nothing may be spent is reported once, by what keeps the limit. */
    public boolean worthTelling(@ExchangeException Exception caught) {
        return !(unwrapped(caught) instanceof SpendingHaltException);
    }

    private static Throwable unwrapped(Exception caught) {
        return caught instanceof RuntimeCamelException && caught.getCause() != null ? caught.getCause() : caught;
    }

    /** The failure in a sentence. Camel wraps what a bean throws within an expression. */
    public String explain(@ExchangeException Exception caught) {
        Throwable failure = unwrapped(caught);
        if (failure instanceof AnalyzeTextException known) {
            return String.valueOf(known.getMessage());
        }
        if (failure instanceof FileSystemException disk) {
            return disk.getClass().getSimpleName() + ": " + disk.getMessage();
        }
        if (failure instanceof RejectedExecutionException) {
            return "the application is stopping";
        }
        if (!(failure instanceof IOException)) {
            LOG.error("an unforeseen failure, please report it", failure);
        }
        return failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }
}
