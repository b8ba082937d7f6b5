package org.analyzetext.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lets a line of Kafka's client through once a minute: each of its clients says several times a second that a broker
 * can't be reached, and what follows from it stands nowhere among these lines. Thread-safe.
 */
public final class RepeatedClientLog extends Filter<ILoggingEvent> {
    private static final String CLIENT = "org.apache.kafka.";
    private static final long REST_MILLIS = 60_000;
    private static final int MOST_REMEMBERED = 200;
    /** Which client it is, which is of no use to anybody here. */
    private static final String WHO = "^\\[[^\\]]*] ";

    private final Map<String, Long> logged = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    @Override
    public FilterReply decide(ILoggingEvent event) {
        if (!event.getLoggerName().startsWith(CLIENT)) {
            return FilterReply.NEUTRAL;
        }
        String line = event.getFormattedMessage().replaceFirst(WHO, "");
        synchronized (logged) {
            Long before = logged.get(line);
            if (before != null && event.getTimeStamp() - before < REST_MILLIS) {
                return FilterReply.DENY;
            }
            logged.remove(line);
            logged.put(line, event.getTimeStamp());
            return FilterReply.NEUTRAL;
        }
    }
}
