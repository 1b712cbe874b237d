package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.broker.EmbeddedBroker;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process whose shutdown hook closes the client ends, also if a thread of the client is the one that called for the end. */
class SystemExitIntegrationTests {

    private static final String INPUT = "input";

    private static EmbeddedBroker broker;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.builder().start();
        broker.createTopic(INPUT, 1);
        broker.createTopic("other", 1);
        try (Producer<String, String> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(INPUT, "key", "value"));
        }
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @ParameterizedTest
    @EnumSource
    void endsWhereverTheUsersCodeExits(ExitingProgram.Place place) throws Exception {
        Path log = directory.resolve("program.log");
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        ExitingProgram.class.getName(),
                        place.name(),
                        broker.bootstrapServers(),
                        INPUT,
                        directory.resolve("state").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            boolean ended = program.waitFor(60, TimeUnit.SECONDS);

            assertThat(ended).as(() -> read(log)).isTrue();
            assertThat(program.exitValue()).as(() -> read(log)).isEqualTo(ExitingProgram.EXIT_CODE);
        } finally {
            program.destroyForcibly().waitFor();
        }
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }

    private static String classPath() {
        List<String> entries = new ArrayList<>();
        entries.add(System.getProperty("java.class.path"));
        if (ExitingProgram.class.getClassLoader() instanceof URLClassLoader loader) { // That of a launcher of tests.
            for (URL url : loader.getURLs()) {
                entries.add(new File(url.getPath()).toString());
            }
        }
        return String.join(File.pathSeparator, entries);
    }
}
