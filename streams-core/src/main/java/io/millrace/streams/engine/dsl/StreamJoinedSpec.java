package io.millrace.streams.engine.dsl;

import io.millrace.streams.kstream.StreamJoined;
import io.millrace.streams.state.DslStoreSuppliers;
import io.millrace.streams.state.WindowBytesStoreSupplier;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/** What a {@link StreamJoined} says; null where it leaves the default. */
record StreamJoinedSpec<K, V1, V2>(
        @Nullable String name, @Nullable String storeName, Serdes<K, V1, V2> serdes, Suppliers suppliers, Log log) {

    record Serdes<K, V1, V2>(
            @Nullable Serde<K> key,
            @Nullable Serde<V1> left,
            @Nullable Serde<V2> right) {}

    record Suppliers(
            @Nullable WindowBytesStoreSupplier left,
            @Nullable WindowBytesStoreSupplier right,
            @Nullable DslStoreSuppliers others) {}

    record Log(boolean enabled, Map<String, String> topicConfig) {

        Log {
            topicConfig = Map.copyOf(topicConfig);
        }
    }

    static <K, V1, V2> StreamJoinedSpec<K, V1, V2> unset() {
        return of(StreamJoined.with(null, null, null));
    }

    static <K, V1, V2> StreamJoinedSpec<K, V1, V2> of(StreamJoined<K, V1, V2> streamJoined) {
        return new Reader<>(Objects.requireNonNull(streamJoined, "streamJoined can't be null")).spec();
    }

    private static final class Reader<K, V1, V2> extends StreamJoined<K, V1, V2> {

        Reader(StreamJoined<K, V1, V2> streamJoined) {
            super(streamJoined);
        }

        StreamJoinedSpec<K, V1, V2> spec() {
            return new StreamJoinedSpec<>(
                    Names.validated(name),
                    storeName,
                    new Serdes<>(keySerde, valueSerde, otherValueSerde),
                    new Suppliers(thisStoreSupplier, otherStoreSupplier, dslStoreSuppliers),
                    new Log(loggingEnabled, topicConfig));
        }
    }
}
