package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.StoreSpec;
import io.millrace.streams.engine.state.StoreSpec.Backing;
import io.millrace.streams.engine.state.StoreSpec.Flavour;
import io.millrace.streams.engine.state.StoreSpec.Retention;
import io.millrace.streams.engine.state.StoreSpec.ValueFormat;
import io.millrace.streams.state.KeyValueBytesStoreSupplier;
import io.millrace.streams.state.WindowBytesStoreSupplier;
import java.time.Duration;
import java.util.Objects;

/** The suppliers of stores that live in columns of ours. */
public final class Suppliers {

    private Suppliers() {}

    /** Key-value stores. */
    public static KeyValueBytesStoreSupplier keyValue(String name, ValueFormat format, Backing backing) {
        Objects.requireNonNull(name, "name cannot be null");
        return new KeyValueSupplier(StoreSpec.keyValue(name, format, backing));
    }

    /**
     * Window stores.
     *
     * @throws IllegalArgumentException if a duration is negative or too long, or windows are longer than they are kept
     */
    public static WindowBytesStoreSupplier window(
            String name,
            Duration retentionPeriod,
            Duration windowSize,
            boolean retainDuplicates,
            StoreSpec.ValueFormat format,
            Backing backing) {
        Objects.requireNonNull(name, "name cannot be null");
        long retentionMs = millis("retentionPeriod", retentionPeriod);
        long windowSizeMs = millis("windowSize", windowSize);
        if (windowSizeMs > retentionMs) {
            throw new IllegalArgumentException("The retention period of the window store " + name
                    + " must be no smaller than its window size. Got size=[" + windowSizeMs + "], retention=["
                    + retentionMs + "]");
        }
        Retention retention = new Retention(
                retentionMs, Retention.defaultSegmentIntervalMs(retentionMs), windowSizeMs, retainDuplicates);
        return new WindowSupplier(new StoreSpec(name, Flavour.WINDOW, format, backing, false, retention));
    }

    private static long millis(String what, Duration duration) {
        Objects.requireNonNull(duration, what + " cannot be null");
        long millis;
        try {
            millis = duration.toMillis();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(what + " of " + duration + " is too long to count in milliseconds.", e);
        }
        if (millis < 0) {
            throw new IllegalArgumentException(what + " cannot be negative");
        }
        return millis;
    }
}
