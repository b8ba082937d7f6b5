package org.analyzetext.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.analyzetext.live.RecentWarnings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the last warnings of the log for the live page. */
final class WarningAppender extends AppenderBase<ILoggingEvent> {
    private final RecentWarnings warnings;

    private WarningAppender(RecentWarnings warnings) {
        this.warnings = warnings;
    }

    /** What is logged from now on; nothing where another library writes the log. */
    static RecentWarnings attach() {
        RecentWarnings warnings = new RecentWarnings();
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logs) {
            WarningAppender appender = new WarningAppender(warnings);
            appender.setContext(logs);
            appender.start();
            logs.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
        }
        return warnings;
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
            warnings.add(event.getInstant(), event.getLevel().toString(), event.getFormattedMessage());
        }
    }
}
