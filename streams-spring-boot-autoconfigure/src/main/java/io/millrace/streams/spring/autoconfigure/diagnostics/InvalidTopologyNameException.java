package io.millrace.streams.spring.autoconfigure.diagnostics;

/** The name of a topology cannot be part of an application id. */
public final class InvalidTopologyNameException extends StreamsStartException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param name the name
     * @param beanName the bean that declares it
     */
    public InvalidTopologyNameException(String name, String beanName) {
        super(
                "The stream topology that bean '" + beanName + "' declares is named '" + name
                        + "', which cannot be part of an application id.",
                "Use letters, digits, dots, underscores and hyphens, beginning with a letter or digit, 100 at most.",
                null);
    }
}
