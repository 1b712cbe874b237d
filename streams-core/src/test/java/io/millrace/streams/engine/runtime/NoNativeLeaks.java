package io.millrace.streams.engine.runtime;

import java.time.Duration;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Checks after a test class with clients that no native object was left open; a client may be closing in the background still. */
public final class NoNativeLeaks implements AfterAllCallback {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    public void afterAll(ExtensionContext context) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (ProcessMemory.ofThisProcess().openHandles() > 0) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(ProcessMemory.ofThisProcess().openHandles()
                        + " native objects are still open after " + context.getDisplayName());
            }
            Thread.onSpinWait();
        }
    }
}
