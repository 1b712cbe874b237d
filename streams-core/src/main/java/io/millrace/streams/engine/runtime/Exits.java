package io.millrace.streams.engine.runtime;

import org.jspecify.annotations.Nullable;

/**
 * Finds threads that called {@link System#exit}. They wait in it for the shutdown hooks and never come back, so that a hook that waits for
 * one waits forever.
 */
final class Exits {

    private Exits() {}

    /** Whether the thread is inside {@link System#exit}. */
    static boolean isExiting(@Nullable Thread thread) {
        if (thread != null) {
            for (StackTraceElement frame : thread.getStackTrace()) {
                if (frame.getClassName().equals("java.lang.Shutdown")) {
                    return true;
                }
            }
        }
        return false;
    }
}
