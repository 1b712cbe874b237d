package io.millrace.verification.chaos.faults;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A test of the battery: which faults happen, and how often. */
enum Battery {
    /** Instances are killed: one, two at once, one again as it comes back, or at points of their code. */
    KILLS(
            new Pace(Duration.ofSeconds(1), 9, true, 40),
            Fault.KILL,
            Fault.KILL_TWO,
            Fault.KILL_TWO,
            Fault.KILL_AGAIN,
            Fault.CRASH,
            Fault.CRASH,
            Fault.CRASH,
            Fault.CRASH,
            Fault.CRASH),
    /** The broker is killed or stopped for 1 to 20 seconds; once it is away for two minutes, and once when the instances start. */
    BROKER(new Pace(Duration.ofSeconds(5), 17, true, 40), Fault.BROKER_KILL, Fault.BROKER_STOP),
    /** Instances are frozen until others have their tasks, and thawed; or another process starts with the directory of one. */
    ZOMBIES(new Pace(Duration.ofSeconds(6), 15, true, 40), Fault.FREEZE, Fault.FREEZE, Fault.FREEZE, Fault.INTRUDE),
    /** Instances leave and join every few seconds, or one sleeps. */
    STORM(
            new Pace(Duration.ofMillis(1_500), 5, false, 60),
            Fault.LEAVE,
            Fault.LEAVE,
            Fault.LEAVE,
            Fault.LEAVE,
            Fault.LEAVE,
            Fault.LEAVE,
            Fault.LEAVE,
            Fault.LEAVE,
            Fault.LEAVE,
            Fault.LEAVE,
            Fault.LEAVE,
            Fault.LEAVE,
            Fault.LEAVE,
            Fault.LEAVE,
            Fault.SLEEP),
    /** The wires between instances and broker fail for 2 to 45 seconds. */
    NETWORK(
            new Pace(Duration.ofSeconds(4), 22, true, 36),
            Fault.CUT,
            Fault.BLACK_HOLE,
            Fault.DEAF_BROKER,
            Fault.DEAF_INSTANCE,
            Fault.DELAY,
            Fault.RESET),
    /** The instance with the most tasks is killed, and standbys take over. */
    STANDBY(new Pace(Duration.ofSeconds(12), 15, true, 30), Fault.KILL_OWNER);

    private final Pace pace;
    private final Fault[] faults;

    /**
     * How fast faults follow each other.
     *
     * @param gap from the end of one to the next, on average
     * @param minutes how long faults go on if nothing is said
     * @param one whether the next waits until all partitions go on
     * @param faults how many there must have been after these minutes
     */
    record Pace(Duration gap, int minutes, boolean one, int faults) {}

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

    /** What happens once, before all else, in a full run. */
    List<Fault> once() {
        return this == BROKER ? List.of(Fault.BROKER_LATE, Fault.BROKER_AWAY) : List.of();
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
