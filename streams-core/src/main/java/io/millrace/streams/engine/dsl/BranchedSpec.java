package io.millrace.streams.engine.dsl;

import io.millrace.streams.kstream.Branched;
import io.millrace.streams.kstream.KStream;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a {@link Branched} says of a branch; null where it says nothing. */
record BranchedSpec<K, V>(
        @Nullable String name,
        @Nullable Function<? super KStream<K, V>, ? extends KStream<K, V>> function,
        @Nullable Consumer<? super KStream<K, V>> consumer) {

    static <K, V> BranchedSpec<K, V> unset() {
        return new BranchedSpec<>(null, null, null);
    }

    static <K, V> BranchedSpec<K, V> of(Branched<K, V> branched) {
        return new Reader<>(Objects.requireNonNull(branched, "branched can't be null")).spec();
    }

    /** The stream to hand to the user for this branch; null if the branch ends in a consumer. */
    @Nullable
    KStream<K, V> kept(KStream<K, V> stream) {
        if (function != null) {
            return function.apply(stream);
        }
        if (consumer != null) {
            consumer.accept(stream);
            return null;
        }
        return stream;
    }

    private static final class Reader<K, V> extends Branched<K, V> {

        Reader(Branched<K, V> branched) {
            super(branched);
        }

        BranchedSpec<K, V> spec() {
            return new BranchedSpec<>(Names.validated(name), chainFunction, chainConsumer);
        }
    }
}
