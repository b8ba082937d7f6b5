package org.analyzetext;

import org.analyzetext.config.PropertyReader;
import org.analyzetext.error.AnalyzeTextException;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Installs the module into a Camel context whose properties say {@code analyze-text.enabled=true}, and does nothing in
 * any other. Camel finds it in {@code META-INF/services}.
 */
public final class HostPlugin implements ContextServicePlugin {
    @Override
    public void load(CamelContext context) {
        // The context is just being built: its properties are known when it is initialized.
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextInitializing(CamelContext initializing) {
                if (isEnabled(initializing)) {
                    install(initializing);
                }
            }
        });
    }

    private static boolean isEnabled(CamelContext context) {
        return context.getPropertiesComponent()
                .resolveProperty(PropertyReader.PREFIX + "enabled")
                .map(String::strip)
                .filter("true"::equalsIgnoreCase)
                .isPresent();
    }

    private static void install(CamelContext context) {
        try {
            AnalyzeText.installAll(context);
        } catch (RuntimeException known) {
            throw known;
        } catch (Exception failed) {
            throw new AnalyzeTextException("the routes can't be installed: " + failed.getMessage(), failed);
        }
    }
}
