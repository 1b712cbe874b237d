package io.millrace.streams.spring.autoconfigure.query;

import org.jspecify.annotations.Nullable;

/** A query is not answered. The message may be shown to whoever asked: it holds no names of classes or files. */
public final class QueryRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What kind of refusal. */
    public enum Kind {
        /** What was asked makes no sense. */
        BAD_REQUEST,
        /** What was asked for is not there. */
        NOT_FOUND,
        /** Too much is being asked. */
        TOO_MANY,
        /** Not now. */
        UNAVAILABLE
    }

    private final Kind kind;
    private final String reason;
    private final @Nullable Long retryAfterMillis;

    private QueryRefusedException(Kind kind, String reason, String message, @Nullable Long retryAfterMillis) {
        super(message);
        this.kind = kind;
        this.reason = reason;
        this.retryAfterMillis = retryAfterMillis;
    }

    static QueryRefusedException badRequest(String reason, String message) {
        return new QueryRefusedException(Kind.BAD_REQUEST, reason, message, null);
    }

    static QueryRefusedException notFound(String reason, String message) {
        return new QueryRefusedException(Kind.NOT_FOUND, reason, message, null);
    }

    static QueryRefusedException tooMany(String reason, String message) {
        return new QueryRefusedException(Kind.TOO_MANY, reason, message, 100L);
    }

    static QueryRefusedException unavailable(String reason, String message) {
        return new QueryRefusedException(Kind.UNAVAILABLE, reason, message, 1000L);
    }

    /** What kind of refusal. */
    public Kind kind() {
        return kind;
    }

    /** The reason, for programs. */
    public String reason() {
        return reason;
    }

    /** After how many milliseconds another try may succeed, null if none will. */
    public @Nullable Long retryAfterMillis() {
        return retryAfterMillis;
    }
}
