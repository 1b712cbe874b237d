package io.millrace.streams.errors;

/** A source topic of the topology does not exist. Create it and restart the application. */
public class MissingSourceTopicException extends StreamsException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened
     */
    public MissingSourceTopicException(String message) {
        super(message);
    }
}
