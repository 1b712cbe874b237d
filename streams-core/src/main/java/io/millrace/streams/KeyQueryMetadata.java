package io.millrace.streams;

import io.millrace.streams.state.HostInfo;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which clients of the application hold a key of a store. */
public class KeyQueryMetadata {

    /** What is answered while the owner of a key is not known, as during a rebalance. */
    public static final KeyQueryMetadata NOT_AVAILABLE =
            new KeyQueryMetadata(HostInfo.unavailable(), Collections.emptySet(), -1);

    private final HostInfo activeHost;
    private final Set<HostInfo> standbyHosts;
    private final int partition;

    /**
     * Creates the answer for a key.
     *
     * @param activeHost where the active replica is
     * @param standbyHosts where the standby replicas are
     * @param partition the partition of the store that holds the key
     */
    public KeyQueryMetadata(HostInfo activeHost, Set<HostInfo> standbyHosts, int partition) {
        this.activeHost = activeHost;
        this.standbyHosts = standbyHosts;
        this.partition = partition;
    }

    /**
     * Where the active replica is.
     *
     * @return the host
     */
    public HostInfo activeHost() {
        return activeHost;
    }

    /**
     * Where the standby replicas are.
     *
     * @return the hosts, empty for none
     */
    public Set<HostInfo> standbyHosts() {
        return standbyHosts;
    }

    /**
     * The partition of the store that holds the key.
     *
     * @return the partition, or -1 if it is not known
     */
    public int partition() {
        return partition;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeyQueryMetadata metadata
                && activeHost.equals(metadata.activeHost)
                && standbyHosts.equals(metadata.standbyHosts)
                && partition == metadata.partition;
    }

    @Override
    public String toString() {
        return "KeyQueryMetadata {activeHost=" + activeHost + ", standbyHosts=" + standbyHosts + ", partition="
                + partition + "}";
    }

    @Override
    public int hashCode() {
        return Objects.hash(activeHost, standbyHosts, partition);
    }
}
