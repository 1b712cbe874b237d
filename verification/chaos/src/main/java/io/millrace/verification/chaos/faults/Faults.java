package io.millrace.verification.chaos.faults;

import io.millrace.streams.broker.BrokerProcess;
import io.millrace.streams.engine.crash.CrashPoint;
import io.millrace.verification.chaos.faults.wire.Trouble;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Causes faults, and counts them. */
final class Faults {

    /** A frozen instance has lost its session (6 s) and its transaction (10 s) by then. */
    private static final long FROZEN_MS = 14_000;

    /** The others have the tasks of a killed instance by then, nearly always. */
    private static final long TAKEN_OVER_MS = 9_000;

    private static final long AWAY_MS = 120_000;
    private static final long LATE_MS = 60_000;

    /** Longer than {@code max.poll.interval.ms}, which is 15 s. */
    private static final long ASLEEP_MS = 18_000;

    /** A second process in a directory is gone by then. */
    static final long REFUSED_MS = 5_000;

    /** A frozen instance has tasks again by then. */
    static final long REJOINED_MS = 10_000;

    private static final long CRASH_SECONDS = 20;
    private static final long RECOVERED_MS = 60_000;

    private final Cluster cluster;
    private final Progress progress;
    private final SplittableRandom random;
    private final CrashPlan crashes;
    private final CutFigures cuts = new CutFigures();
    private final Map<Fault, Integer> done = new TreeMap<>();
    private @Nullable Fault last;
    private final Deque<Fault> once = new ArrayDeque<>();
    private final List<Long> rejoins = new ArrayList<>();
    private final List<Long> refusals = new ArrayList<>();

    Faults(Cluster cluster, Progress progress, FaultSettings settings) {
        this.cluster = cluster;
        this.progress = progress;
        this.random = new SplittableRandom(settings.seed());
        this.crashes = new CrashPlan(settings, random);
        if (settings.isFull()) {
            once.addAll(settings.battery().once());
        }
    }

    /** How often what was done. */
    Map<Fault, Integer> done() {
        return new TreeMap<>(done);
    }

    /** How often instances halted themselves where. */
    Map<CrashPoint, Integer> hits() {
        return crashes.hits();
    }

    /** Whether what a full run needs is still missing. */
    boolean isMissing(Battery battery) {
        return done.values().stream().mapToInt(Integer::intValue).sum()
                        < battery.pace().faults()
                || (battery == Battery.STORM && last != Fault.LEAVE) // The last change is that an instance joins.
                || (battery == Battery.KILLS
                        && (crashes.isMissing() || done.getOrDefault(Fault.KILL_TWO, 0) < Outcome.KILLS_OF_TWO));
    }

    CutFigures cuts() {
        return cuts;
    }

    /** How long after each thaw the instance had tasks again, in milliseconds. */
    List<Long> rejoins() {
        return List.copyOf(rejoins);
    }

    /** How long each second process in a directory lived, in milliseconds. */
    List<Long> refusals() {
        return List.copyOf(refusals);
    }

    /**
     * Waits, causes one of the faults of a battery, and repairs it.
     *
     * @param late whether the time is up, and only what is missing still is wanted
     * @return what it was
     */
    String cause(Battery battery, boolean late) {
        long gapMs = battery.pace().gap().toMillis();
        sleep(random.nextLong(gapMs / 2, gapMs * 3 / 2));
        cluster.requireAlive();
        Fault fault = next(battery, late);
        Instance one =
                cluster.instances().get(random.nextInt(cluster.instances().size()));
        String detail = cause(fault, one);
        done.merge(fault, 1, Integer::sum);
        last = fault;
        if (battery.pace().one()) {
            awaitProgress();
        }
        return fault + detail;
    }

    private Fault next(Battery battery, boolean late) {
        if (!once.isEmpty()) {
            return once.pop();
        }
        if (late && battery == Battery.STORM) {
            return Fault.LEAVE;
        }
        if (late && battery == Battery.KILLS && crashes.isMissing()) {
            return Fault.CRASH;
        }
        return battery.faults()[random.nextInt(battery.faults().length)];
    }

    /** Does it; all can go on again when this returns. */
    private String cause(Fault fault, Instance one) {
        switch (fault) {
            case KILL -> {
                one.kill();
                sleep(random.nextLong(3_000));
                one.start();
            }
            case KILL_TWO -> killTwo(one);
            case KILL_AGAIN -> {
                one.kill();
                one.start();
                sleep(random.nextLong(1_000, 6_000));
                one.kill();
                one.start();
            }
            case CRASH -> {
                return crash(working(one));
            }
            case KILL_OWNER -> {
                killOwner();
                return "";
            }
            case BROKER_KILL, BROKER_STOP -> bounce(fault, cluster.broker());
            case BROKER_AWAY -> {
                cluster.broker().stop();
                sleep(AWAY_MS);
                cluster.broker().start();
            }
            case BROKER_LATE -> {
                cluster.instances().forEach(Instance::kill);
                cluster.broker().stop();
                cluster.instances().forEach(Instance::start);
                sleep(LATE_MS);
                cluster.broker().start();
            }
            case FREEZE -> {
                freeze(working(one));
                return "";
            }
            case INTRUDE -> refusals.add(one.startTwice(REFUSED_MS));
            case SLEEP -> {
                working(one).sleepFor(ASLEEP_MS);
                sleep(ASLEEP_MS);
            }
            case LEAVE -> {
                one.leave();
                sleep(random.nextLong(1_000));
                one.start();
            }
            case CUT, BLACK_HOLE, DEAF_BROKER, DEAF_INSTANCE, DELAY, RESET -> {
                return disturb(fault);
            }
        }
        progress.expect(System.currentTimeMillis());
        return "";
    }

    /** Until it has been given tasks again. */
    private void freeze(Instance one) {
        one.freeze();
        sleep(FROZEN_MS);
        one.thaw();
        long thawedMs = System.currentTimeMillis();
        progress.expect(thawedMs);
        long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RECOVERED_MS);
        while (one.restores().msUntilOwned(thawedMs).isEmpty() && System.nanoTime() < endNanos) {
            sleep(100);
        }
        rejoins.add(one.restores().msUntilOwned(thawedMs).orElse(RECOVERED_MS));
    }

    private void killTwo(Instance one) {
        Instance other = after(one);
        one.kill();
        other.kill();
        sleep(random.nextLong(3_000));
        one.start();
        other.start();
    }

    private Instance after(Instance one) {
        List<Instance> all = cluster.instances();
        return all.get((all.indexOf(one) + 1) % all.size());
    }

    /** This one, or the next that has tasks: others pass few points. */
    private Instance working(Instance one) {
        Instance chosen = one;
        for (int i = 0; i < cluster.instances().size() && chosen.restores().owned() == 0; i++) {
            chosen = after(chosen);
        }
        return chosen;
    }

    private void bounce(Fault fault, BrokerProcess broker) {
        if (fault == Fault.BROKER_KILL) {
            broker.kill();
        } else {
            broker.stop();
        }
        sleep(random.nextLong(1_000, 20_000));
        broker.start();
    }

    /** Has the instance halt itself at a point, and brings it there. */
    private String crash(Instance one) {
        CrashPoint point = crashes.next();
        if (point == CrashPoint.PROMOTING) {
            return crashPromoting(one);
        }
        Instance other = after(one);
        if (point == CrashPoint.RESTORING) {
            one.kill();
            one.start();
        }
        one.crashAt(point, crashes.passings(point));
        if (point == CrashPoint.REVOKING) {
            other.kill();
            sleep(TAKEN_OVER_MS);
            other.start();
        }
        boolean crashed = one.hasCrashed(CRASH_SECONDS);
        if (crashed) {
            crashes.hit(point);
            sleep(random.nextLong(1_000));
            one.start();
        }
        progress.expect(System.currentTimeMillis());
        return " at " + point + (crashed ? "" : " (not met)");
    }

    /** Of those that are left, any may have the standby. */
    private String crashPromoting(Instance killed) {
        List<Instance> others = cluster.instances().stream()
                .filter(instance -> instance != killed)
                .toList();
        others.forEach(instance -> instance.crashAt(CrashPoint.PROMOTING, 1));
        killed.kill();
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(CRASH_SECONDS);
        while (others.stream().allMatch(Instance::isAlive) && System.nanoTime() < endNanos) {
            sleep(100);
        }
        List<Instance> crashed =
                others.stream().filter(instance -> instance.hasCrashed(0)).toList();
        crashed.forEach(instance -> {
            crashes.hit(CrashPoint.PROMOTING);
            instance.start();
        });
        killed.start();
        progress.expect(System.currentTimeMillis());
        return " at " + CrashPoint.PROMOTING + (crashed.isEmpty() ? " (not met)" : "");
    }

    /** What is measured is how long it takes the others: the one that was killed comes back when they go on. */
    private void killOwner() {
        Instance owner = cluster.instances().stream()
                .max(Comparator.comparingLong(instance -> instance.restores().owned()))
                .orElseThrow();
        long atMs = System.currentTimeMillis();
        owner.kill();
        progress.expect(atMs);
        awaitProgress();
        owner.start();
    }

    private String disturb(Fault fault) {
        int one = random.nextInt(cluster.wires().size());
        boolean all = random.nextInt(4) == 0;
        int[] chosen = all ? IntStream.range(0, cluster.wires().size()).toArray() : new int[] {one};
        long lastsMs = random.nextLong(2_000, 45_000);
        long sinceMs = System.currentTimeMillis();
        change(chosen, fault.trouble());
        sleep(lastsMs);
        long untilMs = System.currentTimeMillis();
        change(chosen, Trouble.NONE);
        progress.expect(untilMs);
        if (fault == Fault.CUT || fault == Fault.BLACK_HOLE) {
            for (int number : chosen) {
                Health health = cluster.instances().get(number).health();
                awaitUp(health);
                cuts.add(health, sinceMs, untilMs);
            }
        }
        return (all ? " of all" : " of " + one) + " for " + lastsMs + " ms";
    }

    private void change(int[] wires, Trouble trouble) {
        for (int wire : wires) {
            cluster.wires().get(wire).change(trouble);
        }
    }

    private static void awaitUp(Health health) {
        long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CutFigures.UP_MS * 2);
        while (!health.isUp() && System.nanoTime() < endNanos) {
            sleep(100);
        }
    }

    private void awaitProgress() {
        long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RECOVERED_MS);
        while (progress.outstanding() > 0 && System.nanoTime() < endNanos) {
            sleep(100);
        }
    }

    private static void sleep(long ms) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ms));
    }
}
