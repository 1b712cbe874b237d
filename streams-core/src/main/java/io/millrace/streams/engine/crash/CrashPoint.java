package io.millrace.streams.engine.crash;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A place on the way of a record, a commit or a task at which a crash would be bad luck. A test names a watcher, which hears of each
 * passing and may halt the process there. Nobody else does: then the watcher is a constant null, and a passing costs nothing once
 * it is compiled.
 */
public enum CrashPoint {
    /** A record was processed up to an output or a change of state, which is not sent yet. */
    BEFORE_SEND,
    /** All outputs and changes of a commit are sent, and not known to have arrived. */
    BEFORE_FLUSH,
    /** Outputs and changes have arrived, and the input positions are not committed, nor part of the transaction. */
    BEFORE_POSITIONS,
    /** The transaction has everything, and is not committed. */
    BEFORE_COMMIT,
    /** The commit is in the log, and no store was written. */
    COMMITTED,
    /** A task's changes are written to its stores, which do not count as applied yet; other tasks follow. */
    APPLYING,
    /** The commit is complete. */
    APPLIED,
    /** A batch of a changelog was restored, and nobody told. */
    RESTORING,
    /** A standby task is about to become an active one. */
    PROMOTING,
    /** The work of tasks that are taken away is committed, and they are still here. */
    REVOKING,
    /** A punctuation was called, and nothing of it is committed. */
    FIRING;

    /** The system property with the name of a class with a public constructor without parameters, a {@code Consumer<String>} of names of points. */
    public static final String WATCHER = "io.millrace.streams.crash.watcher";

    private static final @Nullable Consumer<String> HEARS = watcher(System.getProperty(WATCHER));

    /** To be called where the point is. */
    public void pass() {
        Consumer<String> watcher = HEARS;
        if (watcher != null) {
            watcher.accept(name());
        }
    }

    @SuppressWarnings("unchecked") // Whoever names the class knows what it takes.
    static @Nullable Consumer<String> watcher(@Nullable String type) {
        if (type == null) {
            return null;
        }
        try {
            return (Consumer<String>) Class.forName(type)
                    .asSubclass(Consumer.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalArgumentException(
                    WATCHER + "=" + type + " must name a Consumer with a public constructor without parameters", e);
        }
    }
}
