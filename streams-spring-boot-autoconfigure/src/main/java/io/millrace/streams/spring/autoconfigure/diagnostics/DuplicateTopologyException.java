package io.millrace.streams.spring.autoconfigure.diagnostics;

/** Two beans declare a topology of the same name. */
public final class DuplicateTopologyException extends StreamsStartException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param name the name
     * @param first the bean declared first
     * @param second the bean declared next
     */
    public DuplicateTopologyException(String name, String first, String second) {
        super(
                "Two beans declare a stream topology named '" + name + "': '" + first + "' and '" + second + "'.",
                "Give one of them another name: @StreamTopology(\"another-name\").",
                null);
    }
}
