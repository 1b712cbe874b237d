package io.millrace.streams.state;

import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate and the headers of the last record that changed it.
 *
 * @param <AGG> type of the aggregate
 */
public final class AggregationWithHeaders<AGG> {

    private final @Nullable AGG aggregation;
    private final Headers headers;

    private AggregationWithHeaders(@Nullable AGG aggregation, Headers headers) {
        this.aggregation = aggregation;
        this.headers = Objects.requireNonNull(headers, "headers must not be null");
    }

    /**
     * Pairs an aggregate with headers.
     *
     * @param aggregation the aggregate; may be null
     * @param headers the headers, which are not copied
     * @param <AGG> type of the aggregate
     * @return the pair, null if the aggregate is null
     * @throws NullPointerException if the headers are null and the aggregate is not
     */
    public static <AGG> @Nullable AggregationWithHeaders<AGG> make(@Nullable AGG aggregation, Headers headers) {
        return aggregation == null ? null : new AggregationWithHeaders<>(aggregation, headers);
    }

    /**
     * Pairs an aggregate, even null, with headers.
     *
     * @param aggregation the aggregate; may be null
     * @param headers the headers, which are not copied
     * @param <AGG> type of the aggregate
     * @return the pair
     * @throws NullPointerException if the headers are null
     */
    public static <AGG> AggregationWithHeaders<AGG> makeAllowNullable(@Nullable AGG aggregation, Headers headers) {
        return new AggregationWithHeaders<>(aggregation, headers);
    }

    /**
     * Returns the aggregate of a pair that may be missing.
     *
     * @param aggregationWithHeaders the pair; may be null
     * @param <AGG> type of the aggregate
     * @return the aggregate, null if the pair or its aggregate is
     */
    public static <AGG> @Nullable AGG getAggregationOrNull(
            @Nullable AggregationWithHeaders<AGG> aggregationWithHeaders) {
        return aggregationWithHeaders == null ? null : aggregationWithHeaders.aggregation;
    }

    /**
     * Returns the aggregate.
     *
     * @return the aggregate, null only if made by {@link #makeAllowNullable}
     */
    @SuppressWarnings("NullAway") // Null only where the caller allowed it; saying so would burden all others.
    public AGG aggregation() {
        return aggregation;
    }

    /**
     * Returns the headers.
     *
     * @return the headers, empty if there are none
     */
    public Headers headers() {
        return headers;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof AggregationWithHeaders<?> other
                && Objects.equals(aggregation, other.aggregation)
                && headers.equals(other.headers);
    }

    @Override
    public int hashCode() {
        return Objects.hash(aggregation, headers);
    }

    @Override
    public String toString() {
        return "AggregationWithHeaders{aggregation=" + aggregation + ", headers=" + headers + "}";
    }
}
