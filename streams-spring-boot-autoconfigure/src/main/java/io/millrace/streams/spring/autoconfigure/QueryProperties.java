package io.millrace.streams.spring.autoconfigure;

import java.time.Duration;
import org.springframework.util.unit.DataSize;

/** Bounds of queries over HTTP. */
public class QueryProperties {

    /** How long a query may take before it is given up. */
    private Duration timeout = Duration.ofSeconds(5);

    /** Most entries that a page can have. */
    private int maxResults = 1000;

    /** Most queries that are answered at the same time; more are refused. */
    private int maxConcurrent = 32;

    /** Most that a page can hold, by the size of the values as JSON; the page ends early. */
    private DataSize maxBodySize = DataSize.ofMegabytes(1);

    /** Copies of state that follow it. */
    private final Stale stale = new Stale();

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
}
