package io.millrace.streams.spring.autoconfigure.diagnostics;

/** A property has a value that cannot be used. */
public final class InvalidStreamsPropertyException extends StreamsStartException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param property the property
     * @param value its value
     * @param reason why the value cannot be used
     * @param remedy what to write instead
     */
    public InvalidStreamsPropertyException(String property, Object value, String reason, String remedy) {
        super("Property " + property + " is '" + value + "', but " + reason + ".", remedy, null);
    }
}
