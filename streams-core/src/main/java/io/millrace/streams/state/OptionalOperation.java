package io.millrace.streams.state;

/** Builds the exception of operations that a store implementation may leave out. */
final class OptionalOperation {

    private OptionalOperation() {}

    static UnsupportedOperationException missing(Object store, String operation) {
        return new UnsupportedOperationException(
                "Store implementation " + store.getClass().getName() + " does not offer " + operation
                        + "; override the method there, or use another store.");
    }
}
