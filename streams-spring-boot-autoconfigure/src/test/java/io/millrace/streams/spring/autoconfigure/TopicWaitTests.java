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
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What brokers tell of a topic that is missing, or has just been created. */
class TopicWaitTests {

    private final Admin admin = mock(Admin.class);
    private final List<String> waitedFor = new ArrayList<>();
    private final List<Map<String, Object>> admins = new ArrayList<>();
    private int described;

    private void missingForTheFirst(int times) {
        describing(Collections.nCopies(times, new UnknownTopicOrPartitionException("words")));
    }

    private void describing(List<? extends Exception> failures) {
        when(admin.describeTopics(anyCollection(), any(DescribeTopicsOptions.class)))
                .thenAnswer(call -> {
                    KafkaFuture<TopicDescription> answer = described < failures.size()
                            ? failed(failures.get(described))
                            : KafkaFuture.completedFuture(mock(TopicDescription.class));
                    described++;
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
        await(TopicProperties.OnTimeout.FAIL, Map.of());
    }

    private void await(TopicProperties.OnTimeout onTimeout, Map<String, Object> more) throws InterruptedException {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("words").to("copies");
        StreamsProperties properties = new StreamsProperties();
        properties.getTopics().setAutoCreate(true);
        properties.getTopics().setWaitTimeout(Duration.ZERO);
        properties.getTopics().setOnTimeout(onTimeout);
        Map<String, Object> config = new HashMap<>(more);
        config.put("application.id", "words");
        config.put("bootstrap.servers", "127.0.0.1:1");
        TopologyPlan plan = new TopologyPlan("words", builder.build(), config, RunSettings.of(properties, "words"));
        new TopicWait(plan, waitedFor::add, made -> {
                    admins.add(made);
                    return admin;
                })
                .await();
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

    @ParameterizedTest
    @CsvSource({
        "client.id, words, none",
        "metadata.recovery.strategy, rebootstrap, rebootstrap",
        "admin.metadata.recovery.strategy, rebootstrap, rebootstrap"
    })
    void theAdminClientDoesNotBeginAnewUnlessItIsTold(String key, String value, String strategy)
            throws InterruptedException {
        missingForTheFirst(0);

        await(TopicProperties.OnTimeout.FAIL, Map.of(key, value));

        assertThat(admins)
                .singleElement(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("metadata.recovery.strategy", strategy);
    }

    @Test
    void brokersThatGoAwayAreLookedForAtTheBootstrapServersAgain() throws InterruptedException {
        creation(failed(new TopicAuthorizationException("words")));
        Exception away = new TimeoutException("Nobody answers");
        Exception missing = new UnknownTopicOrPartitionException("words");
        describing(List.of(away, away, missing, missing, away));

        await(TopicProperties.OnTimeout.KEEP_WAITING, Map.of());

        assertThat(waitedFor).containsExactly("broker", "broker", "topics words", "broker");
        assertThat(admins).hasSize(2);
    }

    @Test
    void aTopicThatNeverShowsIsMissing() {
        creation(KafkaFuture.completedFuture(null));
        missingForTheFirst(Integer.MAX_VALUE);

        assertThatExceptionOfType(SourceTopicsMissingException.class).isThrownBy(this::await);

        assertThat(described).isGreaterThan(2);
    }
}
