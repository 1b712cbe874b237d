package io.millrace.streams.engine.state;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * The commits of a task that the log has and the backends do not have yet: how far they reach in the changelogs, and how long they may
 * wait. A backend holds what it is given in memory until it is flushed, so nothing is safer for being given sooner.
 */
final class UnappliedCommits {

    /** For how long backends lack commits. */
    private static final long MAX_AGE_MS = 1_000;

    /** For how long whoever asked for what is committed may ask again. */
    private static final long ASKING_MS = 10_000;

    private static final long NEVER = Long.MIN_VALUE / 2;

    private Map<TopicPartition, Long> positions = new HashMap<>();
    private boolean waiting;
    private long appliedAtMs = NEVER;
    private long askedAtMs = NEVER;

    /** Adds a commit, which reaches so far. */
    void add(Map<TopicPartition, Long> reached) {
        positions.putAll(reached);
        waiting = true;
    }

    /**
     * Whether the commits may wait for the next one.
     *
     * @param asked whether somebody asked for what is committed since this was called last
     */
    boolean mayWait(boolean asked, long nowMs) {
        if (asked) {
            askedAtMs = nowMs;
        }
        return nowMs - appliedAtMs < MAX_AGE_MS && nowMs - askedAtMs >= ASKING_MS;
    }

    /** Notes that a commit was applied. */
    void applied(long nowMs) {
        appliedAtMs = nowMs;
    }

    boolean isWaiting() {
        return waiting;
    }

    /** How far they reach in those changelogs that they changed. */
    Map<TopicPartition, Long> positions() {
        return positions;
    }

    /** Takes all, to be applied. */
    Map<TopicPartition, Long> take() {
        Map<TopicPartition, Long> taken = positions;
        positions = new HashMap<>();
        waiting = false;
        return taken;
    }
}
