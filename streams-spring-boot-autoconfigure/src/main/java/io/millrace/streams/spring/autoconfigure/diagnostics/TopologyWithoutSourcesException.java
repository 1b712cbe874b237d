package io.millrace.streams.spring.autoconfigure.diagnostics;

/** A topology reads nothing. */
public final class TopologyWithoutSourcesException extends StreamsStartException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param topology the topology
     * @param bean the bean that defines it
     */
    public TopologyWithoutSourcesException(String topology, String bean) {
        super(
                "Stream topology '" + topology + "' (bean '" + bean + "') reads no topic, so there is nothing to run.",
                "Begin with StreamsBuilder.stream, table or globalTable, or with Topology.addSource; or remove the"
                        + " bean.",
                null);
    }
}
