package io.millrace.streams.spring.autoconfigure.diagnostics;

import java.time.Duration;
import java.util.Collection;

/** Source topics do not exist. */
public final class SourceTopicsMissingException extends StreamsStartException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param topology the topology
     * @param missing the missing topics
     * @param servers where they were looked for
     * @param waited how long was waited
     */
    public SourceTopicsMissingException(String topology, Collection<String> missing, Object servers, Duration waited) {
        super(
                "Stream topology '" + topology + "' reads topics that do not exist at " + servers + ": "
                        + String.join(", ", missing) + " (waited " + waited.toSeconds() + " seconds).",
                "Create them, or check their names. How long to wait is streams.topics.wait-timeout; for development,"
                        + " streams.topics.auto-create=true creates them.",
                null);
    }
}
