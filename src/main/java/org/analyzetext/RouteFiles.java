package org.analyzetext;

import java.io.FileNotFoundException;
import java.util.Collection;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;

/** The route files that a pattern finds. */
final class RouteFiles {
    private RouteFiles() {}

    /** Adds the routes of all files to a context that has not started. */
    static void load(CamelContext context, String pattern) throws Exception {
        PluginHelper.getRoutesLoader(context).loadRoutes(find(context, pattern));
    }

    private static Collection<Resource> find(CamelContext context, String pattern) throws Exception {
        Collection<Resource> files;
        try {
            files = PluginHelper.getPackageScanResourceResolver(context).findResources(pattern);
        } catch (FileNotFoundException noFolder) {
            files = List.of();
        }
        if (files.isEmpty()) {
            throw new AnalyzeTextException("there are no route files at " + pattern
                    + "; see analyze-text.routes, which is a pattern such as file:routes/*.camel.yaml");
        }
        return files;
    }
}
