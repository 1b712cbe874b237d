package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.spring.StateQueryException;
import io.millrace.streams.spring.TopologyStatus;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Why queries are not answered. */
final class Refusals {

    static final String NOT_HERE = "not-on-this-instance";
    static final String UNKNOWN_KEY = "unknown-key";

    static final String STOPPED = "stopped";
    static final String FAILED = "failed";
    static final String DRAINING = "draining";

    private static final String TOO_LARGE = "entry-too-large";
    private static final String SILENCE = "peer-unavailable";

    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    /** How much of a key is shown. */
    private static final int LONGEST_SHOWN = 40;

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private Refusals() {}

    static StateQueryException badRequest(String reason, String message) {
        return new StateQueryException(BAD_REQUEST, reason, message, null);
    }

    static StateQueryException badParameters(String message) {
        return badRequest("bad-parameters", message);
    }

    /**
     * Of an entry that fits into no answer.
     *
     * @param key its key, as text
     * @param bytes how many bytes it takes, with the room for a cursor
     * @param allowed how many there may be
     * @param next the cursor of what comes after it, null if its key is too long for one
     */
    static StateQueryException entryTooLarge(String key, long bytes, long allowed, @Nullable String next) {
        String shown = key.length() > LONGEST_SHOWN ? key.substring(0, LONGEST_SHOWN) + "..." : key;
        return new StateQueryException(
                BAD_REQUEST,
                TOO_LARGE,
                "The entry of key '" + CONTROL.matcher(shown).replaceAll("?") + "' takes " + bytes
                        + " bytes of an answer, its cursor included; streams.query.max-body-size leaves room for "
                        + allowed
                        + (next == null ? "." : "; the cursor next goes on after it."),
                null,
                next);
    }

    static StateQueryException cursorTooLong() {
        return badRequest(
                "cursor-too-long",
                "The page ends with a key that is too long for a cursor; ask with another limit, or by key.");
    }

    /** The same refusal, from which another cursor goes on. */
    static StateQueryException goingOn(StateQueryException refusal, @Nullable String next) {
        return new StateQueryException(
                refusal.status(),
                refusal.reason(),
                String.valueOf(refusal.getMessage()),
                refusal.retryAfterMillis(),
                next);
    }

    static StateQueryException notFound(String reason, String message) {
        return new StateQueryException(NOT_FOUND, reason, message, null);
    }

    /** Of one key of which a page has nothing. */
    static StateQueryException unknownKey(StoreQuery query, StorePage page) {
        String localOnly = page.source().localOnly();
        return notFound(
                UNKNOWN_KEY,
                (query.times().given() ? nothingInThatTime(page.type()) : "The store does not hold the key")
                        + (query.place().partitions().isEmpty() ? "" : ", in the partitions asked for")
                        + (localOnly == null ? "." : " on this instance; no other can be asked: " + localOnly + "."));
    }

    private static String nothingInThatTime(String type) {
        return switch (type) {
            case StoreKind.WINDOW -> "The store has no windows of the key in that time";
            case StoreKind.SESSION -> "The store has no sessions of the key in that time";
            case StoreKind.VERSIONED -> "The store does not hold the key at that time";
            // Another instance that has nothing does not say what kind of store it looked into.
            default -> "The store has nothing of the key in that time";
        };
    }

    /** Of a store that nobody outside may ask for. */
    static StateQueryException notExposed(String exposed) {
        return notFound(
                "store-not-exposed",
                "The store is not among those that " + ExposedStores.PROPERTY + " names. Of this topology it names: "
                        + exposed + ".");
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

    /** Whether an entry was refused that is larger than an answer may be. */
    static boolean isTooLarge(StateQueryException refusal) {
        return refusal.reason().equals(TOO_LARGE);
    }

    static boolean isNotHere(StateQueryException refusal) {
        return refusal.reason().equals(NOT_HERE);
    }
}
