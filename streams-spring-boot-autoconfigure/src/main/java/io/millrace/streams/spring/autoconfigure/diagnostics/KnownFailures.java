package io.millrace.streams.spring.autoconfigure.diagnostics;

import io.millrace.streams.errors.LockException;
import io.millrace.streams.errors.MissingSourceTopicException;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.errors.TopologyException;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** Puts failures of the engine in the words of the Spring application. */
public final class KnownFailures {

    /**
     * A kind of failure.
     *
     * @param reason a word for it, for programs; tells nothing that may not be shown
     * @param fits whether a failure is of this kind, as it is, without its causes
     * @param action what to do about it
     */
    private record Kind(String reason, Predicate<Throwable> fits, String action) {}

    /** From the special to the general. */
    private static final List<Kind> KINDS = List.of(
            new Kind(
                    "state-directory-locked",
                    LockException.class::isInstance,
                    "If another instance should run on this machine, give it a directory of its own with"
                            + " streams.state-dir."),
            new Kind(
                    "native-library",
                    failure ->
                            failure instanceof StreamsException && failure.getCause() instanceof UnsatisfiedLinkError,
                    "On Alpine Linux and other systems with musl, use an image with glibc, such as eclipse-temurin"
                            + " without -alpine. If the directory for temporary files is mounted noexec, name another one"
                            + " with -Djava.io.tmpdir or ROCKSDB_SHAREDLIB_DIR. Or keep stores in memory."),
            new Kind(
                    "source-topic-missing",
                    MissingSourceTopicException.class::isInstance,
                    "Create the topics, or check their names; streams.topics.wait=sources waits for them."),
            new Kind(
                    "partition-counts",
                    KnownFailures::isOfPartitionCounts,
                    "Create the topics with enough partitions, equal for topics that are joined. The partitions of a"
                            + " topic with state must not be changed; if an internal topic is the one that does not fit,"
                            + " reset the application or give it another application id."),
            new Kind("topology", TopologyException.class::isInstance, "Correct the definition of the topology."),
            new Kind(
                    "unknown-class",
                    failure -> failure instanceof ConfigException
                            && message(failure).contains("could not be found"),
                    "Check the name of the class, and that its library is on the class path; a nested class is written"
                            + " with a $. To name a bean, write bean:<name>."),
            new Kind(
                    "configuration",
                    ConfigException.class::isInstance,
                    "Correct the setting; it comes from streams.*, streams.topologies.*, spring.kafka.* or a"
                            + " StreamsConfigCustomizer."),
            new Kind(
                    "serde",
                    failure -> failure instanceof SerializationException
                            || (failure instanceof StreamsException
                                    && failure.getCause() instanceof ClassCastException),
                    "Name serdes that fit the types, with Consumed, Produced, Grouped, Joined or Materialized,"
                            + " or as streams.default-key-serde and streams.default-value-serde."
                            + " To go on after records that cannot be read, set streams.errors.deserialization."));

    private KnownFailures() {}

    private static boolean isOfPartitionCounts(Throwable failure) {
        String message = message(failure);
        return failure instanceof StreamsException
                && (message.contains("equal partition counts")
                        || message.contains("doesn't match number of partitions")
                        || (message.contains("internal topic")
                                && message.contains("partitions, but the topology needs")));
    }

    /**
     * Explains a failure.
     *
     * @param failure what was thrown
     * @return what happened and what to do about it, or null if there is nothing to add to the failure's own message
     */
    public static @Nullable StreamsStartException explain(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StreamsStartException itself) {
                return itself;
            }
            Kind kind = kind(cause);
            if (kind != null) {
                return new StreamsStartException(message(cause), action(kind, cause), cause);
            }
        }
        return null;
    }

    private static String action(Kind kind, Throwable failure) {
        if (!(failure instanceof ConfigException)) {
            return kind.action();
        }
        return PropertyNames.namedIn(message(failure))
                .map(property -> "The setting is that of streams." + property + ", or of streams.topologies.<name>."
                        + property + " for one topology. " + kind.action())
                .orElse(kind.action());
    }

    private static @Nullable Kind kind(Throwable failure) {
        for (Kind kind : KINDS) {
            if (kind.fits().test(failure)) {
                return kind;
            }
        }
        return null;
    }

    /** A word for a failure, for programs; tells nothing that may not be shown. */
    public static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BrokerUnreachableException) {
                return "broker-unreachable";
            }
            if (cause instanceof SourceTopicsMissingException) {
                return "source-topic-missing";
            }
            Kind kind = kind(cause);
            if (kind != null) {
                return kind.reason();
            }
            if (cause instanceof ClassCastException) {
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
