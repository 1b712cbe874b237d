package io.millrace.streams.spring.autoconfigure.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.errors.LockException;
import io.millrace.streams.errors.MissingSourceTopicException;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.errors.TopologyException;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KnownFailuresTests {

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new LockException("locked"), "state-directory-locked", "streams.state-dir"),
                Arguments.of(
                        new StreamsException("no library", new UnsatisfiedLinkError("musl")),
                        "native-library",
                        "Alpine"),
                Arguments.of(new MissingSourceTopicException("gone"), "source-topic-missing", "Create the topics"),
                Arguments.of(
                        new TopologyException("Topics that are joined must have equal partition counts, but 'a' has 1"),
                        "partition-counts",
                        "partitions"),
                Arguments.of(
                        new StreamsException(
                                "The internal topic 'x-changelog' has 2 partitions, but the topology needs 3"),
                        "partition-counts",
                        "application id"),
                Arguments.of(new TopologyException("no such node"), "topology", "definition"),
                Arguments.of(
                        new ConfigException("default.key.serde", "a.Serde", "Class a.Serde could not be found."),
                        "unknown-class",
                        "bean:<name>"),
                Arguments.of(
                        new ConfigException("num.stream.threads", -1, "It must not be negative"),
                        "configuration",
                        "streams.num-threads, or of streams.topologies.<name>.num-threads"),
                Arguments.of(new ConfigException("acks", "some"), "configuration", "spring.kafka.*"),
                Arguments.of(new SerializationException("bytes"), "serde", "Name serdes"),
                Arguments.of(new StreamsException("wrong", new ClassCastException()), "serde", "Name serdes"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failureHasAReasonAndARemedy(Exception failure, String reason, String remedy) {
        RuntimeException wrapped = new RuntimeException(failure);

        assertThat(KnownFailures.reason(wrapped)).isEqualTo(reason);
        assertThat(KnownFailures.explain(wrapped))
                .extracting(StreamsStartException::action)
                .asString()
                .contains(remedy);
    }

    @Test
    void whatIsNotKnownIsLeftAsItIs() {
        assertThat(KnownFailures.explain(new IllegalStateException("user's"))).isNull();
        assertThat(KnownFailures.reason(new IllegalStateException("user's"))).isEqualTo("failed");
    }
}
