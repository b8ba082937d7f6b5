package org.analyzetext.edge.files;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Runs a route once when the Camel context stops: when no consumer takes anything any more and all that was under way is
 * over, but the routes that others send to are still there. Not when a route alone is stopped, when the context is
 * suspended, or when its time to stop has run out.
 */
public final class StopComponent extends DefaultComponent {
    /** The scheme under which the routes reach it. */
    public static final String SCHEME = "analyze-text-stop";

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        return new StopEndpoint(uri, this);
    }

    private static final class StopEndpoint extends DefaultEndpoint {
        StopEndpoint(String uri, StopComponent component) {
            super(uri, component);
        }

        @Override
        public Producer createProducer() {
            throw new UnsupportedOperationException(SCHEME + " is for consumers alone");
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            return new StopConsumer(this, processor);
        }
    }

    private static final class StopConsumer extends DefaultConsumer implements ShutdownAware {
        /** Camel prepares a consumer more than once for one stop. */
        private final AtomicBoolean ran = new AtomicBoolean();

        StopConsumer(Endpoint endpoint, Processor processor) {
            super(endpoint, processor);
        }

        @Override
        protected void doStart() throws Exception {
            super.doStart();
            ran.set(false);
        }

        /** Lets the other consumers stop first. */
        @Override
        public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
            return true;
        }

        @Override
        public int getPendingExchangesSize() {
            return 0;
        }

        @Override
        public void prepareShutdown(boolean suspendOnly, boolean forced) {
            if (suspendOnly
                    || forced
                    || !getEndpoint().getCamelContext().isStopping()
                    || !ran.compareAndSet(false, true)) {
                return;
            }
            Exchange exchange = createExchange(false);
            try {
                getProcessor().process(exchange);
            } catch (Exception failed) {
                exchange.setException(failed);
            } finally {
                if (exchange.getException() != null) {
                    getExceptionHandler()
                            .handleException("what was to be done at the stop failed", exchange.getException());
                }
                releaseExchange(exchange, false);
            }
        }
    }
}
