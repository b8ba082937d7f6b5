package org.analyzetext.service.identity;

import java.util.List;
import java.util.Optional;
import org.analyzetext.config.PropertyReader;
import org.analyzetext.service.HttpLimits;
import org.analyzetext.service.Network;
import org.analyzetext.service.Resource;

/**
 * The service: where it is, what lets us in, and the way there.
 *
 * @param resources the service resources that are called, at least one
 * @param http the bounds of a call
 * @param network the way from here to the service
 */
public record ServiceSettings(List<Resource> resources, HttpLimits http, Network network) {
    public ServiceSettings {
        resources = List.copyOf(resources);
    }

    /**
     * Reads them.
     *
     * @param callers how many calls can be made at once
     */
    public static ServiceSettings read(PropertyReader in, int callers) {
        HttpLimits http = HttpLimits.read(in, callers);
        Network network = Network.read(in);
        return new ServiceSettings(ResourceReader.resources(in, network, http), http, network);
    }

    /** What works, but not as it is meant to, each in a sentence that says what to change. */
    public List<String> warnings() {
        return resources.stream()
                .map(Resource::warning)
                .flatMap(Optional::stream)
                .toList();
    }
}
