package org.analyzetext.localservice;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Who listens at which moment. Thread-safe. */
final class Watch {
    private final Map<Moment, List<Consumer<MomentEvent>>> listeners = new EnumMap<>(Moment.class);

    Watch() {
        for (Moment moment : Moment.values()) {
            listeners.put(moment, new CopyOnWriteArrayList<>());
        }
    }

    void add(Moment moment, Consumer<MomentEvent> listener) {
        at(moment).add(listener);
    }

    /** Calls the listeners on this thread. */
    void notice(MomentEvent event) {
        at(event.moment()).forEach(listener -> listener.accept(event));
    }

    boolean anyAt(Moment moment) {
        return !at(moment).isEmpty();
    }

    private List<Consumer<MomentEvent>> at(Moment moment) {
        List<Consumer<MomentEvent>> found = listeners.get(moment);
        if (found == null) {
            throw new IllegalStateException("no list for " + moment);
        }
        return found;
    }
}
