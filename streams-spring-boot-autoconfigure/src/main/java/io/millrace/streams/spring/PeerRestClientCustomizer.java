package io.millrace.streams.spring;

import org.springframework.web.client.RestClient;

/**
 * Sets up how this instance asks the other instances of the application for state, for example with a credential of its own. What
 * the caller of this instance has sent is never passed on. All beans of this type are called, in their order, after the properties
 * were applied.
 */
@FunctionalInterface
public interface PeerRestClientCustomizer {

    /**
     * Sets up the client.
     *
     * @param builder the builder of a client that is used for nothing else
     */
    void customize(RestClient.Builder builder);
}
