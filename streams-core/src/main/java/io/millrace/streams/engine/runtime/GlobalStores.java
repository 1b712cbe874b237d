package io.millrace.streams.engine.runtime;

import io.millrace.streams.engine.plan.GlobalPlan;
import io.millrace.streams.engine.query.HostedStore;
import io.millrace.streams.engine.query.HostedStore.Role;
import io.millrace.streams.engine.query.StoreDirectory;
import io.millrace.streams.engine.runtime.global.GlobalThread;
import io.millrace.streams.engine.runtime.global.GlobalWorker.Phase;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The global stores of a client: filled before its stream threads start, closed after they have ended. Any thread may use it; the lock
 * guards which thread fills them, and nobody waits while holding it.
 */
final class GlobalStores implements GlobalThread.Observer {

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Assembly assembly;
    private final StoreDirectory directory;
    private final BiConsumer<String, Throwable> failed;
    private final Object lock = new Object();
    private @Nullable GlobalThread thread;
    private boolean closed;

    /** @param failed told, with the name of the thread, when the stores cannot be kept up to date any more */
    GlobalStores(Assembly assembly, StoreDirectory directory, BiConsumer<String, Throwable> failed) {
        this.assembly = assembly;
        this.directory = directory;
        this.failed = failed;
    }

    /**
     * Starts to fill the stores, and waits until they are.
     *
     * @return false if they were closed meanwhile
     */
    boolean fill() {
        GlobalThread started;
        synchronized (lock) {
            if (closed) {
                return false;
            }
            thread = assembly.globalThread(this).orElse(null);
            if (thread == null) {
                return true;
            }
            thread.start();
            started = thread;
        }
        return started.awaitFilled();
    }

    /** Asks the consumer that fills the stores under which id the broker knows its metrics. */
    void ask(InstanceIds ids) {
        GlobalThread started;
        synchronized (lock) {
            started = thread;
        }
        if (started != null) {
            ids.consumer(
                    ClientIds.globalConsumer(started.name()), started.worker().askInstanceId(ids.timeout()));
        }
    }

    /** Whether the caller runs on the thread that fills the stores. */
    boolean isCurrent() {
        GlobalThread started;
        synchronized (lock) {
            started = thread;
        }
        return started != null && started.isCurrent();
    }

    /**
     * Closes the stores and waits until they are; whoever waits for them to be filled goes on.
     *
     * @return false if they never will be, because their thread called {@link System#exit}
     */
    boolean close() {
        GlobalThread started;
        synchronized (lock) {
            closed = true;
            started = thread;
        }
        if (started == null) {
            return true;
        }
        started.stop();
        while (!started.awaitEnd(LOOK)) {
            if (Exits.isExiting(started.thread())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void phaseChanged(GlobalThread source) {
        boolean ready = source.worker().phase() == Phase.RUNNING;
        if (ready) {
            assembly.globalStores(source.worker().readOnlyStores());
        }
        List<HostedStore> hosted = source.worker().stores().values().stream()
                .map(store -> new HostedStore(GlobalPlan.TASK, store, ready ? Role.RUNNING : Role.RESTORING))
                .toList();
        directory.publish(source.name(), hosted);
    }

    @Override
    public void failed(GlobalThread source, Throwable cause) {
        failed.accept(source.name(), cause);
    }

    @Override
    public void closed(GlobalThread source) {
        directory.publish(source.name(), List.of());
    }
}
