package io.millrace.streams.engine.runtime;

import java.time.Duration;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Checks after a test class with clients that no native object was left open, and that no iterator was left for its task to close; a
 * client may be closing in the background still.
 */
public final class NoNativeLeaks implements BeforeAllCallback, AfterAllCallback {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private int abandonedBefore;

    @Override
    public void beforeAll(ExtensionContext context) {
        abandonedBefore = ProcessMemory.ofThisProcess().abandonedIterators();
    }

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
        int abandoned = ProcessMemory.ofThisProcess().abandonedIterators() - abandonedBefore;
        if (abandoned > 0) {
            throw new AssertionError(
                    abandoned + " iterators were still open when their tasks closed, in " + context.getDisplayName());
        }
    }
}
