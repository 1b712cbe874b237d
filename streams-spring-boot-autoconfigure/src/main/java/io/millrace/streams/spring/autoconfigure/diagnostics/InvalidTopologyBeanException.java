package io.millrace.streams.spring.autoconfigure.diagnostics;

/** A bean declares a topology but neither defines nor is one. */
public final class InvalidTopologyBeanException extends StreamsStartException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param beanName the bean
     * @param type its type
     */
    public InvalidTopologyBeanException(String beanName, Class<?> type) {
        super(
                "Bean '" + beanName + "' is annotated with @StreamTopology, but its type " + type.getName()
                        + " is neither a TopologyDefinition nor a Topology.",
                "Let it implement TopologyDefinition, or let the bean method return a TopologyDefinition or a Topology.",
                null);
    }
}
