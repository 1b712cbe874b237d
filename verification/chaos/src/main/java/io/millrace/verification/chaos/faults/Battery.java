package io.millrace.verification.chaos.faults;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A test of the battery: which faults happen, and how often. */
enum Battery {
    /** Instances are killed: one, two at once, one again as it comes back, or at points of their code. */
    KILLS(
            new Pace(Duration.ofSeconds(4), 9, false),
            Fault.KILL,
            Fault.KILL_TWO,
            Fault.KILL_TWO,
            Fault.KILL_AGAIN,
            Fault.CRASH,
            Fault.CRASH,
            Fault.CRASH,
            Fault.CRASH,
            Fault.CRASH),
    /** The broker is killed or stopped for 1 to 20 seconds. */
    BROKER(new Pace(Duration.ofSeconds(25), 14, false), Fault.BROKER_KILL, Fault.BROKER_STOP),
    /** Instances are frozen until others have their tasks, and thawed. */
    ZOMBIES(new Pace(Duration.ofSeconds(25), 12, false), Fault.FREEZE),
    /** Instances leave and join every few seconds. */
    STORM(new Pace(Duration.ofSeconds(3), 5, false), Fault.LEAVE),
    /** The wires between instances and broker fail for 2 to 45 seconds. */
    NETWORK(
            new Pace(Duration.ofSeconds(4), 22, true),
            Fault.CUT,
            Fault.BLACK_HOLE,
            Fault.DEAF_BROKER,
            Fault.DEAF_INSTANCE,
            Fault.DELAY,
            Fault.RESET),
    /** The instance with the most tasks is killed, and standbys take over. */
    STANDBY(new Pace(Duration.ofSeconds(15), 15, true), Fault.KILL_OWNER);

    private final Pace pace;
    private final Fault[] faults;

    /**
     * How fast faults follow each other.
     *
     * @param gap from the end of one to the next, on average
     * @param minutes how long faults go on if nothing is said
     * @param one whether the next waits until all partitions go on
     */
    record Pace(Duration gap, int minutes, boolean one) {}

    Battery(Pace pace, Fault... faults) {
        this.pace = pace;
        this.faults = faults;
    }

    Pace pace() {
        return pace;
    }

    /** The faults to choose from; one that is named more often happens more often. */
    Fault[] faults() {
        return faults.clone();
    }

    /** How many standbys there are if nothing is said: those that are promoted can be killed at it. */
    int standbys() {
        return this == KILLS || this == STANDBY ? 1 : 0;
    }

    /** How many keys there are if nothing is said. */
    int keys() {
        return this == STANDBY ? 1_000_000 : 1_000;
    }

    static Battery parse(String name) {
        for (Battery battery : values()) {
            if (battery.word().equals(name)) {
                return battery;
            }
        }
        throw new IllegalArgumentException("There is no battery '" + name + "', but "
                + Arrays.stream(values()).map(Battery::word).collect(Collectors.joining(", ")));
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
