package io.millrace.streams.engine.runtime;

import org.jspecify.annotations.Nullable;

/** Closes one thing after the other, whatever goes wrong with any of them, and then throws what went wrong first. */
final class Closing {

    private @Nullable Throwable first;

    Closing(@Nullable Throwable first) {
        this.first = first;
    }

    void step(Runnable close) {
        try {
            close.run();
        } catch (RuntimeException | Error e) {
            if (first == null) {
                first = e;
            } else {
                first.addSuppressed(e);
            }
        }
    }

    void finish() {
        if (first instanceof Error error) {
            throw error;
        }
        if (first instanceof RuntimeException exception) {
            throw exception;
        }
    }
}
