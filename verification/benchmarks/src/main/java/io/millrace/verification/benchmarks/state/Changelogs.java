package io.millrace.verification.benchmarks.state;

import io.millrace.streams.broker.BrokerProcess;
import io.millrace.verification.benchmarks.Keys;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A broker in a process of its own, with changelogs to restore from. All benchmarks use that of their run, and a benchmark that is run
 * alone starts its own.
 */
final class Changelogs implements AutoCloseable {

    static final String STORE = "store";
    static final int VALUE_BYTES = 100;

    private static final String BOOTSTRAP = "benchmark.bootstrap";

    private final BrokerProcess broker;
    private final Set<Integer> loaded;

    private Changelogs(BrokerProcess broker, Set<Integer> loaded) {
        this.broker = broker;
        this.loaded = loaded;
    }

    /** Starts the broker and fills a changelog of each of these numbers of records. */
    static Changelogs load(Set<Integer> records) {
        Changelogs changelogs = new Changelogs(BrokerProcess.builder().start(), records);
        for (int count : records) {
            changelogs.fill(count);
        }
        return changelogs;
    }

    /** Where the broker of this run is, null if there is none. */
    static String bootstrapOfRun() {
        return System.getProperty(BOOTSTRAP);
    }

    String bootstrap() {
        return broker.bootstrapServers();
    }

    /** What tells a JVM of this broker. */
    String jvmArgument() {
        return "-D" + BOOTSTRAP + "=" + bootstrap();
    }

    Set<Integer> loaded() {
        return loaded;
    }

    static String application(int records) {
        return "restore-" + records;
    }

    static String input(int records) {
        return application(records) + "-input";
    }

    private void fill(int records) {
        String changelog = application(records) + "-" + STORE + "-changelog";
        broker.createTopic(input(records), 1);
        broker.createTopic(changelog, 1, Map.of("cleanup.policy", "compact"));
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap());
        config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 512 << 10);
        byte[][] values = Keys.uniform(records, 17).values(VALUE_BYTES);
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < records; i++) {
                int key = Filling.shuffled(i, records);
                var unused =
                        producer.send(new ProducerRecord<>(changelog, 0, Keys.key(key), values[key % values.length]));
            }
            producer.flush();
            producer.close(Duration.ofSeconds(30));
        }
    }

    @Override
    public void close() {
        broker.close();
    }
}
