package io.millrace.verification.chaos.faults;

import io.millrace.verification.chaos.faults.wire.Trouble;

/** What happens to the instances, the broker, or the wire between them. */
enum Fault {
    /** One instance is killed and starts again. */
    KILL(1),
    /** Two instances are killed at once. */
    KILL_TWO(2),
    /** An instance is killed, starts again, and is killed before it has its tasks. */
    KILL_AGAIN(2),
    /** An instance halts itself at a point of its code; another may be killed to bring it there. */
    CRASH(2),
    /** The instance with the most tasks is killed, and starts again when the others have taken over. */
    KILL_OWNER(1),
    /** The broker is killed. */
    BROKER_KILL(3),
    /** The broker is shut down. */
    BROKER_STOP(3),
    /** The broker is away for two minutes. */
    BROKER_AWAY(3),
    /** All instances start while the broker is not there yet. */
    BROKER_LATE(3),
    /** An instance stands still until its session and its transactions are over. */
    FREEZE(1),
    /** Another process starts with the directory of an instance that runs. */
    INTRUDE(0),
    /** A thread of an instance sleeps for longer than it may between two polls. */
    SLEEP(1),
    /** An instance is closed, and starts again. */
    LEAVE(1),
    /** The connections of instances break, and cannot be made again. */
    CUT(Trouble.CUT),
    /** Connections stay, and nothing goes through. */
    BLACK_HOLE(Trouble.BLACK_HOLE),
    /** What instances send does not arrive; what the broker sends does. */
    DEAF_BROKER(Trouble.NOTHING_OUT),
    /** What the broker sends does not arrive; what instances send does. */
    DEAF_INSTANCE(Trouble.NOTHING_IN),
    /** Everything arrives late. */
    DELAY(Trouble.DELAY),
    /** Connections are reset again and again. */
    RESET(Trouble.RESET);

    private final int deaths;
    private final Trouble trouble;

    Fault(int deaths) {
        this.deaths = deaths;
        this.trouble = null;
    }

    Fault(Trouble trouble) {
        this.deaths = 3;
        this.trouble = trouble;
    }

    /** How many instances, at most, have to do the work of a commit again. */
    int deaths() {
        return deaths;
    }

    /** What happens on the wire; null if nothing does. */
    Trouble trouble() {
        return trouble;
    }
}
