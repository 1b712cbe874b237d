package io.millrace.streams.engine.runtime.global;

import io.millrace.streams.errors.StreamsException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of a {@link GlobalWorker}. Whatever a step throws ends the worker, and whoever started it decides what follows. Any
 * thread may start, await and stop it.
 */
public final class GlobalThread {

    private static final Logger log = LoggerFactory.getLogger(GlobalThread.class);

    private final String name;
    private final GlobalWorker worker;
    private final Observer observer;
    private final Thread thread;
    private final CountDownLatch settled = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Throwable failure;

    /** Who is told, on the worker's thread. */
    public interface Observer {

        /** The phase changed, and with it what others may do with the stores. */
        void phaseChanged(GlobalThread thread);

        /** The worker failed after it had filled the stores for the first time; told as the last thing the thread does. */
        void failed(GlobalThread thread, Throwable cause);

        /** The thread is about to end: the stores are closed. */
        void closed(GlobalThread thread);
    }

    /** Makes the thread; nothing is started. */
    public GlobalThread(String name, GlobalWorker worker, Observer observer) {
        this.name = name;
        this.worker = worker;
        this.observer = observer;
        this.thread = new Thread(this::run, name);
    }

    /** The thread's name. */
    public String name() {
        return name;
    }

    /** The worker, to be asked for what any thread may ask. */
    public GlobalWorker worker() {
        return worker;
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    /**
     * Waits until the stores are filled.
     *
     * @return false if the thread was told to stop before that
     * @throws StreamsException if it failed before that
     */
    public boolean awaitFilled() {
        try {
            settled.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StreamsException("Interrupted while waiting until the global stores are filled", e);
        }
        Throwable cause = failure;
        if (cause instanceof StreamsException explained) {
            throw explained;
        }
        if (cause != null) {
            throw new StreamsException("The global stores could not be filled: " + cause, cause);
        }
        return worker.phase() == GlobalWorker.Phase.RUNNING;
    }

    /** Whether the caller runs on this thread, as the user's processors and listeners do. */
    public boolean isCurrent() {
        return thread == Thread.currentThread();
    }

    /** The thread itself. */
    public Thread thread() {
        return thread;
    }

    /** Tells the thread to end. */
    public void stop() {
        worker.stop();
    }

    /** Waits until the thread has ended, at most this long; answers with whether it has. A call on the thread itself does not wait. */
    public boolean awaitEnd(Duration timeout) {
        if (isCurrent() || thread.getState() == Thread.State.NEW) {
            return true;
        }
        try {
            return ended.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void run() {
        boolean filled = false;
        Throwable cause = null;
        try {
            GlobalWorker.Phase told = GlobalWorker.Phase.OPENING;
            while (worker.step()) {
                if (worker.phase() != told) {
                    told = worker.phase();
                    observer.phaseChanged(this);
                }
                if (!filled && told == GlobalWorker.Phase.RUNNING) {
                    filled = true;
                    settled.countDown();
                }
            }
            worker.closeCleanly();
        } catch (Throwable e) { // The root of the thread: whatever it is, it ends the worker.
            cause = e;
            closeAfter(e);
        } finally {
            failure = cause;
            observer.closed(this);
            settled.countDown();
            ended.countDown();
        }
        if (filled && cause != null) {
            observer.failed(this, cause);
        }
    }

    private void closeAfter(Throwable cause) {
        try {
            worker.close();
        } catch (RuntimeException | Error e) {
            cause.addSuppressed(e);
            log.debug("{} did not close cleanly", name, e);
        }
    }
}
