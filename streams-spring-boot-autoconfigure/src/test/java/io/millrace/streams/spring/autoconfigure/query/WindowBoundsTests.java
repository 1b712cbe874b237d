package io.millrace.streams.spring.autoconfigure.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class WindowBoundsTests {

    private static WindowBounds bounds(String from, String to) {
        StoreQuery query = QueryCluster.point("a");
        return WindowBounds.of(new StoreQuery(
                query.topology(),
                query.store(),
                query.keys(),
                new StoreQuery.Times(from, to),
                query.place(),
                query.page()));
    }

    @Test
    void timesThatStoresCannotCountAreBroughtNearer() {
        WindowBounds all = bounds("-999999999-01-01T00:00:00Z", "+999999999-01-01T00:00:00Z");

        assertThat(all.from().toEpochMilli()).isNegative();
        assertThat(all.to().toEpochMilli()).isEqualTo(Long.MAX_VALUE);
        assertThat(bounds(null, null).from()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void timesBeforeTheEpochHaveNoWindows() {
        WindowBounds none = bounds("1900-01-01T00:00:00Z", "1960-01-01T00:00:00Z");

        assertThat(none.to()).isBefore(Instant.EPOCH);
    }
}
