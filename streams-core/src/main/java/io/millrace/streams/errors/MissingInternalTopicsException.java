package io.millrace.streams.errors;

import java.util.List;

/** Internal topics that a running application needs have disappeared. */
public class MissingInternalTopicsException extends StreamsException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> topics;

    /**
     * Creates the exception.
     *
     * @param message what happened
     * @param topics the names of the missing topics
     */
    public MissingInternalTopicsException(String message, List<String> topics) {
        super(message);
        this.topics = List.copyOf(topics);
    }

    /**
     * The names of the missing topics.
     *
     * @return an unmodifiable list
     */
    public List<String> topics() {
        return topics;
    }
}
