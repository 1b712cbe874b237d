package io.millrace.streams.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.streams.KafkaStreams;
import io.millrace.streams.StoreQueryParameters;
import io.millrace.streams.state.QueryableStoreTypes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** What DevTools does when a class changes: it closes the context, and calls main in another thread with another class loader. */
class RestartIntegrationTests {

    private static final String APPLICATION = "io.millrace.streams.spring.autoconfigure.restarted.RestartedApplication";

    @TempDir
    private static Path directory;

    @Test
    void topologiesRunAgainWithTheirStateAndNewClassesAndNoThreadStays() throws Exception {
        try (TestBroker broker = new TestBroker(directory.resolve("broker"))) {
            broker.write("words", 1);
            for (int restart = 1; restart <= 2; restart++) {
                long soFar = restart;
                RestartLoader loader = new RestartLoader();
                try (ConfigurableApplicationContext context = start(loader, broker.bootstrapServers())) {
                    assertThat(context.getBeanFactory().getBeanClassLoader()).isSameAs(loader);

                    write(broker.bootstrapServers(), "mill");

                    KafkaStreams client = context.getBean(KafkaStreams.class);
                    await().atMost(Duration.ofSeconds(60))
                            .ignoreExceptions()
                            .untilAsserted(() -> assertThat(client.store(StoreQueryParameters.fromNameAndType(
                                                    "counts", QueryableStoreTypes.<String, Long>keyValueStore()))
                                            .get("mill"))
                                    .isEqualTo(soFar));
                    assertThat(threadsOf(loader)).isNotEmpty();
                }
                await().atMost(Duration.ofSeconds(10))
                        .untilAsserted(() -> assertThat(threadsOf(loader)).isEmpty());
            }
        }
    }

    private static List<String> threadsOf(ClassLoader loader) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && thread.getContextClassLoader() == loader)
                .map(Thread::getName)
                // Of the JDK, for a minute, because RocksDB asks the system which C library it has.
                .filter(name -> !name.equals("process reaper"))
                .toList();
    }

    private static ConfigurableApplicationContext start(RestartLoader loader, String bootstrapServers)
            throws Exception {
        Class<?> application = loader.loadClass(APPLICATION);
        assertThat(application.getClassLoader()).isSameAs(loader);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread main = new Thread(
                () -> {
                    try {
                        application.getMethod("main", String[].class).invoke(null, (Object)
                                arguments(bootstrapServers));
                    } catch (ReflectiveOperationException e) {
                        failure.set(e);
                    }
                },
                "restartedMain");
        main.setContextClassLoader(loader);
        main.start();
        main.join(Duration.ofSeconds(60).toMillis());
        assertThat(failure).hasNullValue();
        return (ConfigurableApplicationContext) application.getField("context").get(null);
    }

    private static String[] arguments(String bootstrapServers) {
        String serde = "io.millrace.streams.spring.autoconfigure.restarted.WordSerde";
        return new String[] {
            "--spring.main.web-application-type=none",
            "--spring.application.name=shop",
            "--spring.kafka.bootstrap-servers=" + bootstrapServers,
            "--streams.state-dir=" + directory.resolve("state"),
            "--streams.commit-interval=100ms",
            "--streams.default-key-serde=" + serde,
            "--streams.default-value-serde=" + serde,
            "--streams.properties[consumer.auto.offset.reset]=earliest"
        };
    }

    private static void write(String bootstrapServers, String word) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("words", word, word));
        }
    }

    /** Loads the application's classes itself, each time anew; what it depends on stays. */
    private static final class RestartLoader extends ClassLoader {

        private static final String OWN = APPLICATION.substring(0, APPLICATION.lastIndexOf('.') + 1);

        RestartLoader() {
            super(RestartIntegrationTests.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(OWN)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? define(name) : loaded;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (file == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
