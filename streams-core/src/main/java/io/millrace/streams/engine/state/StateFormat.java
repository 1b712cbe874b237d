package io.millrace.streams.engine.state;

import java.util.Optional;

/** How a state directory is laid out. The latest is written; the one before it can be read, and is brought up to the latest. */
enum StateFormat {
    /** The application's directory is named by its identity file, a task's by nothing but its name and its database. */
    APPLICATION_NAMED(1),
    /** Each task's directory has an identity file of its own, so that one copied from elsewhere is found out. */
    TASKS_NAMED(2);

    static final StateFormat LATEST = TASKS_NAMED;

    private final int number;

    StateFormat(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** The format of a number; empty if this version cannot read it. */
    static Optional<StateFormat> of(int number) {
        for (StateFormat format : values()) {
            if (format.number == number) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}
