package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.spring.StateQueryException;
import io.millrace.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/** The other instances of the application. */
interface Peers {

    /** Why none of them can be asked, null if they can. */
    @Nullable
    String silence();

    /**
     * Asks one for what it has itself. A page without entries says that there are none in the partitions asked for.
     *
     * @param peer where it is, from the metadata of the group and from nowhere else
     * @param query a query of partitions that the peer has
     * @throws StateQueryException if it does not answer, or refuses to
     */
    StorePage ask(HostInfo peer, StoreQuery query);

    /**
     * Nobody can be asked.
     *
     * @param silence why
     */
    record None(String silence) implements Peers {

        @Override
        public StorePage ask(HostInfo peer, StoreQuery query) {
            throw Refusals.peerUnavailable("No other instance can be asked: " + silence + ".");
        }
    }
}
