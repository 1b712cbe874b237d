package io.millrace.streams.errors;

/** The internal topics of the application exist already, though it was asked to create them. */
public class InternalTopicsAlreadySetupException extends StreamsException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened
     */
    public InternalTopicsAlreadySetupException(String message) {
        super(message);
    }
}
