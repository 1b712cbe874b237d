package io.millrace.streams.spring.autoconfigure.diagnostics;

/** A topology has no application id, and nothing to make one from. */
public final class MissingApplicationIdException extends StreamsStartException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param topology the topology
     */
    public MissingApplicationIdException(String topology) {
        super(
                "Stream topology '" + topology + "' has no application id: neither streams.topologies." + topology
                        + ".application-id nor streams.application-id nor spring.application.name is set.",
                "Set spring.application.name, or streams.application-id; the topology then runs as <that>-" + topology
                        + ".",
                null);
    }
}
