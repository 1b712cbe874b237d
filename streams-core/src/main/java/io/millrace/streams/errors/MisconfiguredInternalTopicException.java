package io.millrace.streams.errors;

/** An internal topic exists but differs from what the topology needs, for instance in its number of partitions. */
public class MisconfiguredInternalTopicException extends StreamsException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened
     */
    public MisconfiguredInternalTopicException(String message) {
        super(message);
    }
}
