package io.millrace.streams.spring.autoconfigure.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.spring.StateQueryException;
import io.millrace.streams.spring.StateSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a key of which nothing was found. */
class RefusalsTests {

    private static StateQueryException unknownKey(String type, String to, String localOnly) {
        StoreQuery query = QueryCluster.point("a");
        StoreQuery timed = new StoreQuery(
                query.topology(),
                query.store(),
                query.keys(),
                new StoreQuery.Times(null, to),
                query.place(),
                query.page());
        StateSource source = new StateSource(null, true, StateSource.ACTIVE, List.of(0), 0, localOnly);
        return Refusals.unknownKey(timed, new StorePage(type, List.of(), source, List.of(), 100, null));
    }

    @ParameterizedTest
    @CsvSource({
        "window, The store has no windows of the key in that time.",
        "session, The store has no sessions of the key in that time.",
        "versioned, The store does not hold the key at that time.",
        "'', The store has nothing of the key in that time."
    })
    void aKeyMayBeThereAtAnotherTime(String type, String message) {
        StateQueryException refusal = unknownKey(type, "2001-01-01T00:00:00Z", null);

        assertThat(refusal).hasMessage(message);
        assertThat(refusal.status()).isEqualTo(404);
        assertThat(refusal.reason()).isEqualTo("unknown-key");
    }

    @Test
    void aKeyThatWasLookedForAtAllTimesIsNotThere() {
        assertThat(unknownKey("window", null, null)).hasMessage("The store does not hold the key.");
        assertThat(unknownKey("window", null, "nobody else"))
                .hasMessage("The store does not hold the key on this instance; no other can be asked: nobody else.");
    }
}
