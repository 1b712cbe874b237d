package io.millrace.streams.kstream;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Suppressed} option says, for those who carry it out.
 *
 * @param name name of the operation, null for a generated one
 * @param waitTime how long updates are held back, null until their window closes
 * @param buffer the buffer they wait in
 * @param <K> type of the table's keys
 */
public record Suppression<K>(
        @Nullable String name, @Nullable Duration waitTime, SuppressionBuffer buffer) implements Suppressed<K> {

    @Override
    public Suppressed<K> withName(@Nullable String newName) {
        return new Suppression<>(newName, waitTime, buffer);
    }
}
