package io.millrace.streams.spring.autoconfigure.diagnostics;

import java.util.List;

/** Properties are set for a topology that no bean declares. */
public final class UnknownTopologyException extends StreamsStartException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param name the unknown name
     * @param known the names there are
     */
    public UnknownTopologyException(String name, List<String> known) {
        super(
                "Properties are set under streams.topologies." + name
                        + ", but no bean declares a stream topology named '" + name + "'.",
                known.isEmpty()
                        ? "Declare it with @StreamTopology(\"" + name + "\"), or remove the properties."
                        : "Use the name of a declared topology (" + String.join(", ", known)
                                + "), or remove the properties.",
                null);
    }
}
