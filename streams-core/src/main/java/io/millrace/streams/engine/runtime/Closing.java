package io.millrace.streams.engine.runtime;

import org.jspecify.annotations.Nullable;

/** Closes one thing after the other, whatever goes wrong with any of them, and then throws what went wrong first. */
final class Closing {

    private @Nullable RuntimeException first;

    Closing(@Nullable RuntimeException first) {
        this.first = first;
    }

    void step(Runnable close) {
        try {
            close.run();
        } catch (RuntimeException e) {
            if (first == null) {
                first = e;
            } else {
                first.addSuppressed(e);
            }
        }
    }

    void finish() {
        if (first != null) {
            throw first;
        }
    }
}
