package org.analyzetext.service.identity;

import java.net.URI;
import org.analyzetext.service.KeySource;

/**
 * Whose tokens are used. Texts may be empty, which leaves the choice to azure-identity.
 *
 * @param credential how the identity is proved
 * @param tenantId the tenant of the identity
 * @param clientId the application, or the identity that is managed
 * @param clientSecret the application's secret; its file is read again after a refusal
 * @param tokenFile the file with the token that the platform gave us, for workload identity
 * @param scope what the token is for
 * @param authority who gives tokens
 * @param discovery whether the authority is looked up in Microsoft's list
 */
record EntraSettings(
        Kind credential,
        String tenantId,
        String clientId,
        KeySource clientSecret,
        String tokenFile,
        String scope,
        URI authority,
        boolean discovery) {
    /** How the identity is proved. */
    public enum Kind {
        /** The first that works of those that azure-identity tries. */
        DEFAULT,
        /** The platform knows us. */
        MANAGED_IDENTITY,
        /** A token of the platform's, such as a Kubernetes service account's. */
        WORKLOAD_IDENTITY,
        /** A secret of an application's. */
        CLIENT_SECRET
    }
}
