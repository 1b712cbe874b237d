package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.KafkaStreams.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A state listener may close the client, whichever state it hears of and whichever thread it runs on. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CloseFromListenerTests {

    private static final Duration NEVER_NEEDED = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    @Test
    void whenItHearsOfTheClose() throws Exception {
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        KafkaStreams streams = client();
        streams.setStateListener((to, from) -> {
            if (to == State.PENDING_SHUTDOWN) {
                closed.complete(streams.close(NEVER_NEEDED));
            }
        });
        streams.start();

        boolean ended = streams.close(NEVER_NEEDED);

        assertThat(ended).isTrue();
        assertThat(closed.get(1, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whenItHearsOfTheStart() throws Exception {
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        KafkaStreams streams = client();
        streams.setStateListener((to, from) -> {
            if (to == State.REBALANCING) {
                closed.complete(streams.close(NEVER_NEEDED));
            }
        });

        streams.start();

        assertThat(closed.get(1, TimeUnit.SECONDS)).isTrue();
        assertThat(streams.state()).isEqualTo(State.NOT_RUNNING);
        assertThat(streams.metadataForLocalThreads()).isEmpty();
        streams.cleanUp(); // Nobody has the directory.
    }

    @Test
    void whenAListenerNeverComesBack() {
        KafkaStreams streams = client();
        CompletableFuture<Void> never = new CompletableFuture<>();
        streams.setStateListener((to, from) -> {
            if (to == State.PENDING_SHUTDOWN) {
                never.join();
            }
        });
        streams.start();

        Thread closer = new Thread(streams::close);
        closer.start();

        Awaitility.await().atMost(NEVER_NEEDED).until(() -> streams.state() == State.NOT_RUNNING);
        assertThat(streams.close(NEVER_NEEDED)).isTrue();
        never.complete(null);
    }

    private KafkaStreams client() {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "close-from-listener");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1");
        config.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        return new KafkaStreams(CountingTopology.build(), config);
    }
}
