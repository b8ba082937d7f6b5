package org.analyzetext;

import java.util.List;
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

    /** The pipelines that the context's properties name, or else the one without a name. */
    private static void install(CamelContext context) {
        try {
            List<String> names = Settings.pipelines(context);
            if (names.isEmpty()) {
                AnalyzeText.install(context);
            }
            for (String name : names) {
                AnalyzeText.install(context, name);
            }
        } catch (RuntimeException known) {
            throw known;
        } catch (Exception failed) {
            throw new AnalyzeTextException("the routes can't be installed: " + failed.getMessage(), failed);
        }
    }
}
