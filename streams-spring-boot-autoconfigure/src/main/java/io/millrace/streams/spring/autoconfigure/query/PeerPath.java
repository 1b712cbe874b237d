package io.millrace.streams.spring.autoconfigure.query;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The path of the query endpoint on other instances: that on this one, unless the properties say otherwise.
 *
 * @param environment where this one's path is set
 * @param configured what the properties say, null if nothing
 */
record PeerPath(Environment environment, @Nullable String configured) {

    private static final String ENDPOINT = "streamsquery";

    @Override
    public String toString() {
        return (configured == null ? own() : slashed(configured)) + slashed(endpoint());
    }

    private String endpoint() {
        return environment.getProperty("management.endpoints.web.path-mapping." + ENDPOINT, ENDPOINT);
    }

    private String own() {
        String endpoints = slashed(environment.getProperty("management.endpoints.web.base-path", "/actuator"));
        String management = environment.getProperty("local.management.port");
        if (management != null && !management.equals(environment.getProperty("local.server.port"))) {
            return path("management.server.base-path") + endpoints;
        }
        return path("server.servlet.context-path")
                + path("spring.mvc.servlet.path")
                + path("spring.webflux.base-path")
                + endpoints;
    }

    private String path(String property) {
        return slashed(environment.getProperty(property, ""));
    }

    /** With a slash before it and none behind it, or nothing. */
    private static String slashed(String path) {
        String bare = StringUtils.trimLeadingCharacter(StringUtils.trimTrailingCharacter(path.trim(), '/'), '/');
        return bare.isEmpty() ? "" : "/" + bare;
    }
}
