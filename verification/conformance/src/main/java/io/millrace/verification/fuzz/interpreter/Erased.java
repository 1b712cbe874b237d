package io.millrace.verification.fuzz.interpreter;

import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.processor.StateStore;
import org.apache.kafka.common.serialization.Serde;

/** Casts that hold because the interpreter keeps the types itself. */
final class Erased {

    private Erased() {}

    /** Counts are longs, and their serde was chosen so. */
    @SuppressWarnings("unchecked")
    static <S extends StateStore> Materialized<Object, Long, S> counting(Materialized<Object, Object, S> option) {
        return (Materialized<Object, Long, S>) (Materialized<?, ?, S>) option;
    }

    static <S extends StateStore> Materialized<Object, Object, S> with(Serde<Object> key, Serde<Object> value) {
        return Materialized.with(key, value);
    }
}
