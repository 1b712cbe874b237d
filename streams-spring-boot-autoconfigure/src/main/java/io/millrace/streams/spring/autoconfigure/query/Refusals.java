package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.spring.StateQueryException;
import io.millrace.streams.spring.TopologyStatus;

/** Why queries are not answered. */
final class Refusals {

    static final String NOT_HERE = "not-on-this-instance";
    static final String UNKNOWN_KEY = "unknown-key";

    static final String STOPPED = "stopped";
    static final String FAILED = "failed";
    static final String DRAINING = "draining";

    private static final String SILENCE = "peer-unavailable";

    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    private Refusals() {}

    static StateQueryException badRequest(String reason, String message) {
        return new StateQueryException(BAD_REQUEST, reason, message, null);
    }

    static StateQueryException badParameters(String message) {
        return badRequest("bad-parameters", message);
    }

    static StateQueryException entryTooLarge() {
        return badRequest(
                "entry-too-large", "An entry is larger than a page may be, as streams.query.max-body-size says.");
    }

    static StateQueryException notFound(String reason, String message) {
        return new StateQueryException(NOT_FOUND, reason, message, null);
    }

    static StateQueryException tooMany() {
        return new StateQueryException(
                TOO_MANY, "too-many-queries", "As many queries as allowed are being answered already.", 100L);
    }

    static StateQueryException unavailable(String reason, String message) {
        return new StateQueryException(UNAVAILABLE, reason, message, 1000L);
    }

    static StateQueryException timeout() {
        return unavailable("timeout", "The query took too long; ask for a smaller part.");
    }

    static StateQueryException peerUnavailable(String message) {
        return unavailable(SILENCE, message);
    }

    static StateQueryException draining() {
        return unavailable(DRAINING, "The topology is ending on this instance.");
    }

    /** Of a store that cannot be read here now, which was thought to be here. */
    static StateQueryException moving(TopologyStatus status) {
        if (status.phase() == TopologyStatus.Phase.DRAINING
                || !(status.state().hasNotStarted() || status.state().isRunningOrRebalancing())) {
            return draining();
        }
        return status.wasRunning()
                ? unavailable("rebalancing", "Partitions are being moved between instances.")
                : restoring();
    }

    static StateQueryException restoring() {
        return unavailable("restoring", "The store is being restored.");
    }

    /** Whether another instance, or a later try, may have the answer. */
    static boolean mayBeElsewhere(StateQueryException refusal) {
        return refusal.status() == UNAVAILABLE || isNotHere(refusal);
    }

    /** Whether another instance did not answer at all. */
    static boolean isSilence(StateQueryException refusal) {
        return refusal.reason().equals(SILENCE);
    }

    static boolean isNotHere(StateQueryException refusal) {
        return refusal.reason().equals(NOT_HERE);
    }
}
