package io.millrace.verification.chaos.faults;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A test of the battery: which faults happen, and how often. */
enum Battery {
    /** Instances are killed: one, two at once, or one again as it comes back. */
    KILLS(Duration.ofMillis(8_500), Fault.KILL, Fault.KILL, Fault.KILL, Fault.KILL_TWO, Fault.KILL_AGAIN),
    /** The broker is killed or stopped for 1 to 20 seconds. */
    BROKER(Duration.ofSeconds(25), Fault.BROKER_KILL, Fault.BROKER_STOP),
    /** Instances are frozen until others have their tasks, and thawed. */
    ZOMBIES(Duration.ofSeconds(25), Fault.FREEZE),
    /** Instances leave and join every few seconds. */
    STORM(Duration.ofSeconds(3), Fault.LEAVE);

    private final Duration gap;
    private final Fault[] faults;

    Battery(Duration gap, Fault... faults) {
        this.gap = gap;
        this.faults = faults;
    }

    /** The time from one fault to the next, on average. */
    Duration gap() {
        return gap;
    }

    /** The faults to choose from; one that is named more often happens more often. */
    Fault[] faults() {
        return faults.clone();
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
