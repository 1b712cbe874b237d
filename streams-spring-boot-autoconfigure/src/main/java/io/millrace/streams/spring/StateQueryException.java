package io.millrace.streams.spring;

import org.jspecify.annotations.Nullable;

/**
 * A query of state is not answered. Message and reason may be shown to whoever asked: they hold no names of classes or files, and
 * nothing that is stored but the key of an entry that was asked for and is larger than an answer may be.
 */
public final class StateQueryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String reason;
    private final @Nullable Long retryAfterMillis;
    private final @Nullable String next;

    /**
     * A refusal.
     *
     * @param status what kind of refusal, as {@link #status()} has it
     * @param reason the reason, for programs
     * @param message the reason, for people
     * @param retryAfterMillis after how many milliseconds another try may succeed, null if none will
     */
    public StateQueryException(int status, String reason, String message, @Nullable Long retryAfterMillis) {
        this(status, reason, message, retryAfterMillis, null);
    }

    /**
     * A refusal of a part of what was asked for.
     *
     * @param status what kind of refusal, as {@link #status()} has it
     * @param reason the reason, for programs
     * @param message the reason, for people
     * @param retryAfterMillis after how many milliseconds another try may succeed, null if none will
     * @param next the cursor of what comes after that part, null if there is none
     */
    public StateQueryException(
            int status, String reason, String message, @Nullable Long retryAfterMillis, @Nullable String next) {
        super(message);
        this.status = status;
        this.reason = reason;
        this.retryAfterMillis = retryAfterMillis;
        this.next = next;
    }

    /**
     * What kind of refusal, as a status of HTTP: 400 for what makes no sense, 404 for what is not there, 429 when too much is
     * being asked, 503 for what cannot be answered now.
     */
    public int status() {
        return status;
    }

    /** The reason, for programs: a word such as {@code restoring}; the guide lists them. */
    public String reason() {
        return reason;
    }

    /** After how many milliseconds another try may succeed, null if none will. */
    public @Nullable Long retryAfterMillis() {
        return retryAfterMillis;
    }

    /**
     * The cursor with which the same query goes on after the one entry that was refused, because it is larger than an answer may
     * be; null of any other refusal, and if the key of the entry is too long for a cursor.
     */
    public @Nullable String next() {
        return next;
    }
}
