package io.millrace.streams.query;

import org.jspecify.annotations.Nullable;

/** A query that a store has answered. */
final class AnsweredQuery<R extends @Nullable Object> extends ExecutionNotes implements QueryResult<R> {

    private final R result;

    AnsweredQuery(R result) {
        this.result = result;
    }

    @Override
    public boolean isSuccess() {
        return true;
    }

    @Override
    public boolean isFailure() {
        return false;
    }

    @Override
    public FailureReason getFailureReason() {
        throw new IllegalArgumentException("The query was answered: there is no reason of a failure.");
    }

    @Override
    public String getFailureMessage() {
        throw new IllegalArgumentException("The query was answered: there is no message of a failure.");
    }

    @Override
    public R getResult() {
        return result;
    }

    @Override
    String outcome() {
        return "result=" + result;
    }
}
