package io.millrace.streams.engine.dsl;

import io.millrace.streams.kstream.KeyValueMapper;
import io.millrace.streams.kstream.Printed;
import java.io.OutputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a {@link Printed} says; null where it leaves the default. */
record PrintedSpec<K, V>(
        @Nullable String name,
        @Nullable String label,
        OutputStream target,
        KeyValueMapper<? super K, ? super V, String> mapper) {

    static <K, V> PrintedSpec<K, V> of(Printed<K, V> printed) {
        return new Reader<>(Objects.requireNonNull(printed, "printed cannot be null")).spec();
    }

    private static final class Reader<K, V> extends Printed<K, V> {

        Reader(Printed<K, V> printed) {
            super(printed);
        }

        PrintedSpec<K, V> spec() {
            return new PrintedSpec<>(Names.validated(processorName), label, outputStream, mapper);
        }
    }
}
