package io.millrace.streams.spring.autoconfigure.actuate;

import java.util.HashSet;
import java.util.Set;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Properties of the endpoint {@code streams}. */
@ConfigurationProperties("management.endpoint.streams")
public class StreamsEndpointProperties {

    /** When to show unsanitized values of the configuration. */
    private Show showValues = Show.NEVER;

    /** Roles used to determine whether a user is authorized to be shown unsanitized values. When empty, all authenticated users are authorized. */
    private Set<String> roles = new HashSet<>();

    public Show getShowValues() {
        return showValues;
    }

    public void setShowValues(Show showValues) {
        this.showValues = showValues;
    }

    public Set<String> getRoles() {
        return roles;
    }

    public void setRoles(Set<String> roles) {
        this.roles = roles;
    }
}
