package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/**
 * Other instances, and how long they take to answer.
 *
 * @param peers the instances
 * @param meter measures
 */
record MeasuredPeers(Peers peers, QueryMeter meter) implements Peers {

    @Override
    public @Nullable String silence() {
        return peers.silence();
    }

    @Override
    public StorePage ask(HostInfo peer, StoreQuery query) {
        return meter.measure(QueryMeter.Kind.REMOTE, query.topology(), () -> peers.ask(peer, query));
    }
}
