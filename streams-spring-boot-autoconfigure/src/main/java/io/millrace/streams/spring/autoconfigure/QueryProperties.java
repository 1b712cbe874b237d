package io.millrace.streams.spring.autoconfigure;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Bounds of queries over HTTP. */
public class QueryProperties {

    /** How long a query may take before it is given up. */
    private Duration timeout = Duration.ofSeconds(5);

    /** Most entries that a page can have. */
    private int maxResults = 1000;

    /** Most queries that are answered at the same time; more are refused. */
    private int maxConcurrent = 32;

    /**
     * Largest answer. A page ends before it gets larger; an entry that is larger alone is refused. Above 2MB, remote.max-response-size
     * grows with it, and if that is set it has to be twice as large at least.
     */
    private DataSize maxBodySize = DataSize.ofMegabytes(1);

    /** Secret that all instances share, so that each of them can go on with the pages of another. By default cursors are good only at the instance that gave them, until it restarts. */
    private @Nullable String cursorSecret;

    /** Comma-separated list of the stores that the endpoint shows, as topology/store; an asterisk stands for anything. What it does not show, other instances cannot be asked for either. */
    private Set<String> exposedStores = Set.of("*");

    /** Whether the endpoint may answer other machines over HTTP although neither Spring Security nor a client certificate is asked for. */
    private boolean allowUnprotected;

    /** Copies of state that follow it. */
    private final Stale stale = new Stale();

    /** Queries that other instances answer. */
    private final Remote remote = new Remote();

    public Duration getTimeout() {
        return timeout;
    }

    public void setTimeout(Duration timeout) {
        this.timeout = timeout;
    }

    public int getMaxResults() {
        return maxResults;
    }

    public void setMaxResults(int maxResults) {
        this.maxResults = maxResults;
    }

    public int getMaxConcurrent() {
        return maxConcurrent;
    }

    public void setMaxConcurrent(int maxConcurrent) {
        this.maxConcurrent = maxConcurrent;
    }

    public DataSize getMaxBodySize() {
        return maxBodySize;
    }

    public void setMaxBodySize(DataSize maxBodySize) {
        this.maxBodySize = maxBodySize;
    }

    public @Nullable String getCursorSecret() {
        return cursorSecret;
    }

    public void setCursorSecret(@Nullable String cursorSecret) {
        this.cursorSecret = cursorSecret;
    }

    public Set<String> getExposedStores() {
        return exposedStores;
    }

    public void setExposedStores(Set<String> exposedStores) {
        this.exposedStores = exposedStores;
    }

    public boolean isAllowUnprotected() {
        return allowUnprotected;
    }

    public void setAllowUnprotected(boolean allowUnprotected) {
        this.allowUnprotected = allowUnprotected;
    }

    public Stale getStale() {
        return stale;
    }

    /** Copies of state that follow it. */
    public static class Stale {

        /** Whether to answer from standbys when the instance that writes the state cannot. */
        private boolean allowed;

        /** Most changelog records that a standby may be behind to answer. */
        private long maxLag;

        public boolean isAllowed() {
            return allowed;
        }

        public void setAllowed(boolean allowed) {
            this.allowed = allowed;
        }

        public long getMaxLag() {
            return maxLag;
        }

        public void setMaxLag(long maxLag) {
            this.maxLag = maxLag;
        }
    }

    public Remote getRemote() {
        return remote;
    }

    /** Queries that other instances answer. */
    public static class Remote {

        /** Whether to ask the instance that has the state when this one has not. */
        private boolean enabled = true;

        /** How long to wait for a connection to another instance. */
        private Duration connectTimeout = Duration.ofSeconds(1);

        /** How long to wait for the answer of another instance. */
        private Duration readTimeout = Duration.ofSeconds(3);

        /**
         * Largest answer that is taken from another instance. By default 4MB, or twice max-body-size if that is more; it must
         * not be less than that.
         */
        private @Nullable DataSize maxResponseSize;

        /** Scheme to ask other instances with. */
        private Scheme scheme = Scheme.HTTP;

        /** Name of the SSL bundle to connect to other instances with. */
        private @Nullable String sslBundle;

        /** Port of the actuator of other instances. By default the one that each of them tells. */
        private @Nullable Integer port;

        /** Path of the actuator's endpoints on other instances. By default the same as on this one. */
        private @Nullable String basePath;

        public boolean isEnabled() {
            return enabled;
        }

        public void setEnabled(boolean enabled) {
            this.enabled = enabled;
        }

        public Duration getConnectTimeout() {
            return connectTimeout;
        }

        public void setConnectTimeout(Duration connectTimeout) {
            this.connectTimeout = connectTimeout;
        }

        public Duration getReadTimeout() {
            return readTimeout;
        }

        public void setReadTimeout(Duration readTimeout) {
            this.readTimeout = readTimeout;
        }

        public @Nullable DataSize getMaxResponseSize() {
            return maxResponseSize;
        }

        public void setMaxResponseSize(@Nullable DataSize maxResponseSize) {
            this.maxResponseSize = maxResponseSize;
        }

        public Scheme getScheme() {
            return scheme;
        }

        public void setScheme(Scheme scheme) {
            this.scheme = scheme;
        }

        public @Nullable String getSslBundle() {
            return sslBundle;
        }

        public void setSslBundle(@Nullable String sslBundle) {
            this.sslBundle = sslBundle;
        }

        public @Nullable Integer getPort() {
            return port;
        }

        public void setPort(@Nullable Integer port) {
            this.port = port;
        }

        public @Nullable String getBasePath() {
            return basePath;
        }

        public void setBasePath(@Nullable String basePath) {
            this.basePath = basePath;
        }

        /** How to ask. */
        public enum Scheme {
            /** Without encryption. */
            HTTP,
            /** With encryption. */
            HTTPS
        }
    }
}
