package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.broker.EmbeddedBroker;
import io.millrace.streams.engine.runtime.NoNativeLeaks;
import io.millrace.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.millrace.streams.errors.TaskAssignmentException;
import io.millrace.streams.processor.assignment.ApplicationState;
import io.millrace.streams.processor.assignment.KafkaStreamsAssignment;
import io.millrace.streams.processor.assignment.KafkaStreamsAssignment.AssignedTask;
import io.millrace.streams.processor.assignment.KafkaStreamsState;
import io.millrace.streams.processor.assignment.ProcessId;
import io.millrace.streams.processor.assignment.TaskAssignor;
import io.millrace.streams.processor.assignment.assignors.StickyTaskAssignor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupAssignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Assignors of the user's own, on a real broker. */
@ExtendWith(NoNativeLeaks.class)
class TaskAssignorIntegrationTests {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int PREFERRED_PORT = 82;

    private static EmbeddedBroker broker;

    @TempDir
    private Path stateDirectory;

    private final Queue<String> told = new ConcurrentLinkedQueue<>();
    private String applicationId;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.builder().start();
        broker.createTopic(CountingTopology.INPUT, 4);
        broker.createTopic(CountingTopology.OUTPUT, 4);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void nameApplication(TestInfo test) {
        applicationId = test.getTestMethod().orElseThrow().getName();
    }

    @Test
    void theAssignorOfTheUserSaysWhoRunsWhat() {
        try (KafkaStreams first = start(81, OneHost.class)) {
            await(() -> activeTasks(first) == 4);
            try (KafkaStreams second = start(PREFERRED_PORT, OneHost.class)) {
                await(() -> activeTasks(first) == 0 && activeTasks(second) == 4);

                assertThat(told).isNotEmpty().containsOnly("NONE");
            }
        }
    }

    @Test
    void theStickyAssignorSharesTheWork() {
        try (KafkaStreams first = start(81, StickyTaskAssignor.class);
                KafkaStreams second = start(82, StickyTaskAssignor.class)) {
            await(() -> activeTasks(first) == 2 && activeTasks(second) == 2);
        }
    }

    @Test
    void anAssignmentThatIsNotValidEndsTheClientWithTheReason() {
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        try (KafkaStreams streams = create(81, Forgetful.class)) {
            streams.setUncaughtExceptionHandler(failure -> {
                failures.add(failure);
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            });
            streams.start();

            await(() -> streams.state() == KafkaStreams.State.ERROR);

            assertThat(failures.element())
                    .isInstanceOf(TaskAssignmentException.class)
                    .hasMessageContaining("MISSING_PROCESS_ID");
            assertThat(told).containsOnly("MISSING_PROCESS_ID");
        }
    }

    private static long activeTasks(KafkaStreams streams) {
        if (streams.state() != KafkaStreams.State.RUNNING) {
            return -1;
        }
        return streams.metadataForLocalThreads().stream()
                .mapToLong(thread -> thread.activeTasks().size())
                .sum();
    }

    private KafkaStreams start(int port, Class<?> assignor) {
        KafkaStreams streams = create(port, assignor);
        streams.start();
        return streams;
    }

    private KafkaStreams create(int port, Class<?> assignor) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        properties.put(
                StreamsConfig.STATE_DIR_CONFIG,
                stateDirectory.resolve(String.valueOf(port)).toString());
        properties.put(StreamsConfig.APPLICATION_SERVER_CONFIG, "localhost:" + port);
        properties.put(StreamsConfig.TASK_ASSIGNOR_CLASS_CONFIG, assignor.getName());
        properties.put("test.told", told);
        return new KafkaStreams(CountingTopology.build(), properties);
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(DEADLINE).ignoreExceptions().until(condition);
    }

    /** Gives all tasks to one client: that with the preferred port, if it is there. */
    public static class OneHost implements TaskAssignor {

        private Queue<String> told;

        @Override
        @SuppressWarnings("unchecked") // The test put it there.
        public void configure(Map<String, ?> configs) {
            told = (Queue<String>) configs.get("test.told");
        }

        @Override
        public TaskAssignment assign(ApplicationState state) {
            Map<ProcessId, KafkaStreamsState> clients = state.kafkaStreamsStates(true);
            ProcessId chosen = clients.values().stream()
                    .filter(client -> client.hostInfo().orElseThrow().port() == PREFERRED_PORT)
                    .map(KafkaStreamsState::processId)
                    .findFirst()
                    .orElse(clients.keySet().iterator().next());
            List<KafkaStreamsAssignment> assignments = new ArrayList<>();
            for (ProcessId client : clients.keySet()) {
                Set<AssignedTask> tasks = new HashSet<>();
                if (client.equals(chosen)) {
                    state.allTasks()
                            .keySet()
                            .forEach(task -> tasks.add(new AssignedTask(task, AssignedTask.Type.ACTIVE)));
                }
                assignments.add(KafkaStreamsAssignment.of(client, tasks));
            }
            return new TaskAssignment(assignments);
        }

        @Override
        public void onAssignmentComputed(
                GroupAssignment assignment, GroupSubscription subscription, AssignmentError error) {
            told.add(error.name());
        }
    }

    /** Forgets the clients. */
    public static final class Forgetful extends OneHost {

        @Override
        public TaskAssignment assign(ApplicationState state) {
            return new TaskAssignment(List.of());
        }
    }
}
