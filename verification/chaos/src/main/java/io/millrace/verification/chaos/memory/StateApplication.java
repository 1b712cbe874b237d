package io.millrace.verification.chaos.memory;

import com.sun.management.UnixOperatingSystemMXBean;
import io.millrace.streams.KafkaStreams;
import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.StreamsConfig;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.state.KeyValueStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;

/**
 * The application whose memory is measured: one persistent table of a topic. It prints a line of figures each second, and does what it
 * reads: {@code query RATE ROWS}, {@code check UPDATES ROWS}. It ends when its input does, so that it does not outlive its launcher.
 */
final class StateApplication {

    static final String STORE = "rows";
    static final String FIGURES = "figures ";
    static final String CHECKED = "checked ";

    /** What is told of the metrics. They are gone through once for all: a thousand tasks have more than a hundred thousand. */
    private static final List<Told> TOLD = List.of(
            new Told("processed", "stream-thread-metrics", "process-total", true),
            new Told("input", "stream-memory-metrics", "input-buffer-bytes", true),
            new Told("buffers", "stream-memory-metrics", "state-memory-buffer-bytes", false),
            new Told("blocks", "stream-memory-metrics", "state-memory-block-cache-bytes", false),
            new Told("memtables", "stream-memory-metrics", "state-memory-memtable-bytes", false),
            new Told("max", "stream-memory-metrics", "state-memory-max-bytes", false));

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    private final KafkaStreams streams;
    private final Queries queries;
    private final FinalCheck check;

    /** A metric under the name it is told by: the sum of all threads, or that of any. */
    private record Told(String name, String group, String metric, boolean sum) {}

    private StateApplication(KafkaStreams streams, Rows rows) {
        this.streams = streams;
        this.queries = new Queries(streams, rows);
        this.check = new FinalCheck(streams, rows);
    }

    /** Arguments: address of the broker, topic, directory of the state, threads, bytes of memory for state, seed, stores a task. */
    public static void main(String[] arguments) throws IOException {
        StreamsBuilder builder = new StreamsBuilder();
        KTable<Bytes, byte[]> table = builder.table(
                arguments[1],
                Consumed.with(Serdes.Bytes(), Serdes.ByteArray()),
                Materialized.<Bytes, byte[], KeyValueStore<Bytes, byte[]>>as(STORE));
        int copies = Integer.parseInt(arguments[6]) - 1;
        if (copies > 0) {
            table.toStream().process(new Copies(copies));
        }
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "memory");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, arguments[0]);
        config.put(
                StreamsConfig.APPLICATION_SERVER_CONFIG,
                "localhost:1"); // Nobody calls; but without, nobody knows where a key is.
        config.put(StreamsConfig.STATE_DIR_CONFIG, arguments[2]);
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, arguments[3]);
        config.put(StreamsConfig.STATE_MEMORY_MAX_BYTES_CONFIG, arguments[4]);
        KafkaStreams streams = new KafkaStreams(builder.build(), config);
        streams.start();
        new StateApplication(streams, new Rows(Long.parseLong(arguments[5]))).run();
        // If the broker is gone, closing may take longer than anybody waits for.
        Runtime.getRuntime().halt(streams.close(STOP_TIMEOUT) ? 0 : 1);
    }

    private void run() throws IOException {
        ScheduledExecutorService reporter = Executors.newSingleThreadScheduledExecutor();
        var unused = reporter.scheduleWithFixedDelay(this::report, 0, 1, TimeUnit.SECONDS);
        try (queries) {
            BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                String[] words = line.split(" ", -1);
                if (words[0].equals("query")) {
                    queries.start(Integer.parseInt(words[1]), Long.parseLong(words[2]));
                } else {
                    queries.stop();
                    say(CHECKED + check.wrong(Long.parseLong(words[1]), Long.parseLong(words[2])));
                }
            }
        } finally {
            reporter.shutdownNow();
        }
    }

    private void report() {
        StringBuilder line = new StringBuilder(FIGURES)
                .append("running=")
                .append(streams.state() == KafkaStreams.State.RUNNING ? 1 : 0)
                .append(" answers=")
                .append(queries.answers())
                .append(" wrong=")
                .append(queries.wrong())
                .append(" refused=")
                .append(queries.refused());
        Map<MetricName, ? extends Metric> metrics = streams.metrics();
        double[] values = new double[TOLD.size()];
        for (Metric metric : metrics.values()) {
            add(metric, values);
        }
        for (int i = 0; i < values.length; i++) {
            line.append(String.format(Locale.ROOT, " %s=%.0f", TOLD.get(i).name(), values[i]));
        }
        line.append(" metrics=").append(metrics.size());
        line.append(" files=")
                .append(((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getOpenFileDescriptorCount());
        line.append(" heap=")
                .append(Runtime.getRuntime().totalMemory()
                        - Runtime.getRuntime().freeMemory());
        say(line.toString());
    }

    private static void add(Metric metric, double[] values) {
        for (int i = 0; i < values.length; i++) {
            Told told = TOLD.get(i);
            if (metric.metricName().name().equals(told.metric())
                    && metric.metricName().group().equals(told.group())
                    && metric.metricValue() instanceof Number number) {
                values[i] = told.sum() ? values[i] + number.doubleValue() : number.doubleValue();
            }
        }
    }

    private static synchronized void say(String line) {
        System.out.println(line);
    }
}
