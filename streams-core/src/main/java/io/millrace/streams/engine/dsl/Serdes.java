package io.millrace.streams.engine.dsl;

import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Parts of serdes that may not be given. */
final class Serdes {

    private Serdes() {}

    static <T> @Nullable Serializer<T> serializer(@Nullable Serde<T> serde) {
        return serde == null ? null : serde.serializer();
    }

    static <T> @Nullable Deserializer<T> deserializer(@Nullable Serde<T> serde) {
        return serde == null ? null : serde.deserializer();
    }
}
