package io.millrace.verification.chaos.faults.app;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Halts the process when it passes the named point for the n-th time from now, or has the thread sleep that passes one next. Made by the
 * engine; told by the launcher.
 */
public final class CrashSchedule implements Consumer<String> {

    /** What a process that halted itself ends with. */
    public static final int HALTED = 77;

    private static final AtomicReference<Crash> NEXT = new AtomicReference<>();
    private static final AtomicReference<Sleep> SLEEP = new AtomicReference<>();

    private record Crash(String point, AtomicInteger passings) {}

    private record Sleep(String point, long ms) {}

    static void set(String point, int passings) {
        NEXT.set(new Crash(point, new AtomicInteger(passings)));
    }

    static void sleepAt(String point, long ms) {
        SLEEP.set(new Sleep(point, ms));
    }

    @Override
    public void accept(String point) {
        Crash crash = NEXT.get();
        if (crash != null && crash.point().equals(point) && crash.passings().decrementAndGet() == 0) {
            Runtime.getRuntime().halt(HALTED);
        }
        Sleep sleep = SLEEP.get();
        if (sleep != null && sleep.point().equals(point) && SLEEP.compareAndSet(sleep, null)) {
            long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(sleep.ms());
            while (System.nanoTime() < endNanos) {
                LockSupport.parkNanos(endNanos - System.nanoTime());
            }
        }
    }
}
