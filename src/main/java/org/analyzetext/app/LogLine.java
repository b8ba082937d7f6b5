package org.analyzetext.app;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import org.analyzetext.document.LogText;

/** A message as one line of the log: whoever chooses a file's name can't write lines of his own. */
public final class LogLine extends ClassicConverter {
    @Override
    public String convert(ILoggingEvent event) {
        return LogText.of(event.getFormattedMessage());
    }
}
