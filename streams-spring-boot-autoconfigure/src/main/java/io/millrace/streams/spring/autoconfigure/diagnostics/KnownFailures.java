package io.millrace.streams.spring.autoconfigure.diagnostics;

import io.millrace.streams.errors.LockException;
import io.millrace.streams.errors.MissingSourceTopicException;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.errors.TopologyException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** Puts failures of the engine in the words of the Spring application. */
public final class KnownFailures {

    private KnownFailures() {}

    /**
     * Explains a failure.
     *
     * @param failure what was thrown
     * @return what happened and what to do about it, or null if there is nothing to add to the failure's own message
     */
    public static @Nullable StreamsStartException explain(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            StreamsStartException known = known(cause);
            if (known != null) {
                return known;
            }
        }
        return null;
    }

    private static @Nullable StreamsStartException known(Throwable failure) {
        if (failure instanceof StreamsStartException itself) {
            return itself;
        }
        if (failure instanceof LockException) {
            return new StreamsStartException(
                    message(failure),
                    "If another instance should run on this machine, give it a directory of its own with streams.state-dir.",
                    failure);
        }
        if (failure instanceof MissingSourceTopicException) {
            return new StreamsStartException(
                    message(failure),
                    "Create the topics, or check their names; streams.topics.wait=sources waits for them.",
                    failure);
        }
        if (failure instanceof TopologyException) {
            return new StreamsStartException(message(failure), "Correct the definition of the topology.", failure);
        }
        if (failure instanceof ConfigException) {
            return new StreamsStartException(
                    message(failure),
                    "Correct the setting; it comes from streams.*, streams.topologies.*, spring.kafka.* or a StreamsConfigCustomizer.",
                    failure);
        }
        if (failure instanceof SerializationException
                || (failure instanceof StreamsException && failure.getCause() instanceof ClassCastException)) {
            return new StreamsStartException(
                    message(failure),
                    "Name serdes that fit the types, with Consumed, Produced, Grouped, Joined or Materialized,"
                            + " or as streams.default-key-serde and streams.default-value-serde."
                            + " To go on after records that cannot be read, set streams.errors.deserialization.",
                    failure);
        }
        return null;
    }

    /** A word for a failure, for programs; tells nothing that may not be shown. */
    public static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof LockException) {
                return "state-directory-locked";
            }
            if (cause instanceof BrokerUnreachableException) {
                return "broker-unreachable";
            }
            if (cause instanceof MissingSourceTopicException || cause instanceof SourceTopicsMissingException) {
                return "source-topic-missing";
            }
            if (cause instanceof ConfigException) {
                return "configuration";
            }
            if (cause instanceof TopologyException) {
                return "topology";
            }
            if (cause instanceof SerializationException || cause instanceof ClassCastException) {
                return "serde";
            }
        }
        return "failed";
    }

    private static String message(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.toString() : message;
    }
}
