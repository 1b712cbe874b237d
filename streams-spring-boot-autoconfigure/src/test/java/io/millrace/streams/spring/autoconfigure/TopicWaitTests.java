package io.millrace.streams.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyCollection;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.spring.autoconfigure.diagnostics.SourceTopicsMissingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

/** What brokers tell of a topic that is missing, or has just been created. */
class TopicWaitTests {

    private final Admin admin = mock(Admin.class);
    private final List<String> waitedFor = new ArrayList<>();
    private int described;

    private void missingForTheFirst(int times) {
        when(admin.describeTopics(anyCollection(), any(DescribeTopicsOptions.class)))
                .thenAnswer(call -> {
                    described++;
                    KafkaFuture<TopicDescription> answer = described <= times
                            ? failed(new UnknownTopicOrPartitionException("words"))
                            : KafkaFuture.completedFuture(mock(TopicDescription.class));
                    DescribeTopicsResult result = mock(DescribeTopicsResult.class);
                    when(result.topicNameValues()).thenReturn(Map.of("words", answer));
                    return result;
                });
    }

    private void creation(KafkaFuture<Void> answer) {
        CreateTopicsResult result = mock(CreateTopicsResult.class);
        when(result.values()).thenReturn(Map.of("words", answer));
        when(admin.createTopics(anyCollection())).thenReturn(result);
    }

    private static <T> KafkaFuture<T> failed(Exception why) {
        KafkaFutureImpl<T> future = new KafkaFutureImpl<>();
        future.completeExceptionally(why);
        return future;
    }

    /** Waits without any patience of its own. */
    private void await() throws InterruptedException {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("words").to("copies");
        StreamsProperties properties = new StreamsProperties();
        properties.getTopics().setAutoCreate(true);
        properties.getTopics().setWaitTimeout(Duration.ZERO);
        properties.getTopics().setOnTimeout(TopicProperties.OnTimeout.FAIL);
        TopologyPlan plan = new TopologyPlan(
                "words",
                builder.build(),
                Map.of("application.id", "words", "bootstrap.servers", "127.0.0.1:1"),
                RunSettings.of(properties, "words"));
        new TopicWait(plan, waitedFor::add, config -> admin).await();
    }

    @Test
    void aTopicThatHasJustBeenCreatedIsWaitedForUntilItShows() throws InterruptedException {
        creation(KafkaFuture.completedFuture(null));
        missingForTheFirst(3);

        await();

        assertThat(described).isEqualTo(4);
        assertThat(waitedFor).isEmpty();
    }

    @Test
    void aTopicThatAnotherInstanceHasJustCreatedIsWaitedForAsWell() throws InterruptedException {
        creation(failed(new TopicExistsException("words")));
        missingForTheFirst(2);

        await();

        assertThat(described).isEqualTo(3);
    }

    @Test
    void aTopicThatCannotBeCreatedIsMissing() {
        creation(failed(new TopicAuthorizationException("words")));
        missingForTheFirst(Integer.MAX_VALUE);

        assertThatExceptionOfType(SourceTopicsMissingException.class).isThrownBy(this::await);

        assertThat(described).isEqualTo(2);
        assertThat(waitedFor).containsExactly("topics words");
    }

    @Test
    void aTopicThatNeverShowsIsMissing() {
        creation(KafkaFuture.completedFuture(null));
        missingForTheFirst(Integer.MAX_VALUE);

        assertThatExceptionOfType(SourceTopicsMissingException.class).isThrownBy(this::await);

        assertThat(described).isGreaterThan(2);
    }
}
