package io.millrace.verification.chaos.faults.app;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Halts the process when it passes the named point for the n-th time from now. Made by the engine; told by the launcher. */
public final class CrashSchedule implements Consumer<String> {

    /** What a process that halted itself ends with. */
    public static final int HALTED = 77;

    private static final AtomicReference<Crash> NEXT = new AtomicReference<>();

    private record Crash(String point, AtomicInteger passings) {}

    static void set(String point, int passings) {
        NEXT.set(new Crash(point, new AtomicInteger(passings)));
    }

    @Override
    public void accept(String point) {
        Crash crash = NEXT.get();
        if (crash != null && crash.point().equals(point) && crash.passings().decrementAndGet() == 0) {
            Runtime.getRuntime().halt(HALTED);
        }
    }
}
