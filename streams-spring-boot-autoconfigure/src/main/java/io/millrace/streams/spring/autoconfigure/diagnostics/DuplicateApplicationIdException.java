package io.millrace.streams.spring.autoconfigure.diagnostics;

/** Two topologies of the application would run under one application id. */
public final class DuplicateApplicationIdException extends StreamsStartException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param applicationId the application id
     * @param first a topology
     * @param second another topology
     */
    public DuplicateApplicationIdException(String applicationId, String first, String second) {
        super(
                "Stream topologies '" + first + "' and '" + second + "' would both run under application id '"
                        + applicationId + "', and so share a consumer group, internal topics and state.",
                "Set streams.topologies." + second + ".application-id to another one.",
                null);
    }
}
