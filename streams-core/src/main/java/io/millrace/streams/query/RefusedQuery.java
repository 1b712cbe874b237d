package io.millrace.streams.query;

import org.jspecify.annotations.Nullable;

/** A query that a store could not answer. */
final class RefusedQuery<R extends @Nullable Object> extends ExecutionNotes implements QueryResult<R> {

    private final FailureReason reason;
    private final String message;

    RefusedQuery(FailureReason reason, String message) {
        this.reason = reason;
        this.message = message;
    }

    @Override
    public boolean isSuccess() {
        return false;
    }

    @Override
    public boolean isFailure() {
        return true;
    }

    @Override
    public FailureReason getFailureReason() {
        return reason;
    }

    @Override
    public String getFailureMessage() {
        return message;
    }

    @Override
    public R getResult() {
        throw new IllegalArgumentException("The query has no result. It failed with " + reason + ": " + message);
    }

    @Override
    String outcome() {
        return "failureReason=" + reason + ", failureMessage=" + message;
    }
}
