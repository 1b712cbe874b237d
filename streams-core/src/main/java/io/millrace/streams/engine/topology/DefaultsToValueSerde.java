package io.millrace.streams.engine.topology;

import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serde;

/**
 * A serializer or deserializer around that of a value, which is the default serde's if the user gave none. Whoever runs a topology
 * asks it for one that can be used.
 *
 * @param <S> the serializer or deserializer
 */
@FunctionalInterface
public interface DefaultsToValueSerde<S> {

    /** This one, or one that uses the default serde if this one has none. */
    S orDefault(Supplier<? extends Serde<?>> defaultValueSerde);
}
