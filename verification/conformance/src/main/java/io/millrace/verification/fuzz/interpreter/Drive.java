package io.millrace.verification.fuzz.interpreter;

import io.millrace.streams.KeyValue;
import io.millrace.streams.TestInputTopic;
import io.millrace.streams.TestOutputTopic;
import io.millrace.streams.Topology;
import io.millrace.streams.TopologyTestDriver;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.SessionStore;
import io.millrace.streams.state.VersionedKeyValueStore;
import io.millrace.streams.state.VersionedRecord;
import io.millrace.streams.state.WindowStore;
import io.millrace.streams.test.TestRecord;
import io.millrace.verification.fuzz.Difference;
import io.millrace.verification.fuzz.Input;
import io.millrace.verification.fuzz.Program;
import io.millrace.verification.fuzz.Source;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Feeds a program's inputs to the test driver and notes what comes out. */
final class Drive {

    private static final String CHANGELOG = "-changelog";
    private static final int SEQUENCE_DIGITS = 8;
    private static final int TIME_DIGITS = 16;

    /** Joins of joins of joins may make millions of records out of some hundred; a program stops before, on both sides at one step. */
    private static final int MOST_JOINED_RECORDS = 50_000;

    /** Generated names, and those that follow from the names the interpreter gives. */
    private static final Pattern BUFFER =
            Pattern.compile("SUPPRESS|suppress\\d+-store|-Buffer|OUTERSHARED|outer-shared|left-shared");

    private static final Pattern SUPPRESSION = Pattern.compile("SUPPRESS|suppress\\d+-store");

    /** Logged without headers. */
    private static final Pattern OWN_AFFAIR =
            Pattern.compile("SUBSCRIPTION|subscription|KSTREAM-(JOIN|OUTER)|joinstore|join");

    /** As above. */
    private static final Pattern JOIN_SIDE =
            Pattern.compile("KSTREAM-(JOIN|OUTER)(THIS|OTHER)|joinstore|join.*-join-store");

    private final Program program;
    private final Build build;
    private final Map<String, List<String>> sections;
    private final Map<String, TestOutputTopic<byte[], byte[]>> outputs = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();

    Drive(Program program, Build build, Map<String, List<String>> sections) {
        this.program = program;
        this.build = build;
        this.sections = sections;
    }

    void run(Topology topology, Properties properties) {
        TopologyTestDriver driver;
        try {
            driver = new TopologyTestDriver(topology, properties, Instant.ofEpochMilli(0));
        } catch (Exception e) {
            sections.put("error", Failure.lines("while starting", e));
            sections.put("#error", Failure.messages(e));
            return;
        }
        int step = 0;
        try {
            List<TestInputTopic<byte[], byte[]>> topics = new ArrayList<>();
            for (int i = 0; i < program.sources().size(); i++) {
                topics.add(driver.createInputTopic("in-" + i, new ByteArraySerializer(), new ByteArraySerializer()));
            }
            for (; step < program.inputs().size() && build.joinedRecords < MOST_JOINED_RECORDS; step++) {
                feed(driver, topics, program.inputs().get(step));
                noteFailures(step);
                collect(driver, step);
            }
            step = -1;
            compact(driver);
            stores(driver);
            dropped(driver);
        } catch (Exception e) {
            // Kafka Streams' driver keeps what was sent before the failure to itself.
            sections.keySet().removeIf(name -> name.endsWith(CHANGELOG));
            sections.put("error", Failure.lines(step < 0 ? "while reading the stores" : "at step " + step, e));
            sections.put("#error", Failure.messages(e));
            build.failures.addAll(Failure.messages(e));
            noteFailures(step);
        } finally {
            try {
                driver.close();
            } catch (Exception e) {
                // Entry "closing after a failure".
                if (!sections.containsKey("error")) {
                    sections.put("error on close", Failure.lines("on close", e));
                }
            }
        }
        sections.put("events", List.copyOf(build.events));
        sections.put(Difference.FAILURES, List.copyOf(failures));
    }

    private void noteFailures(int step) {
        build.failures.forEach(message -> failures.add("step " + step + ": " + message));
        build.failures.clear();
    }

    private void feed(TopologyTestDriver driver, List<TestInputTopic<byte[], byte[]>> topics, Input input) {
        if (input.topic() == Input.CLOCK) {
            driver.advanceWallClockTime(Duration.ofMillis(input.time()));
            return;
        }
        Source source = program.sources().get(input.topic());
        Headers headers = new RecordHeaders();
        for (int i = 0; i < input.headers(); i++) {
            headers.add("h" + i, ("v" + input.value()).getBytes(StandardCharsets.UTF_8));
        }
        topics.get(input.topic())
                .pipeInput(new TestRecord<>(
                        bytes(source.longKeys(), "k", isKeyCorrupt(source, input) ? Input.CORRUPT : input.key()),
                        bytes(source.longValues(), "v", readable(source, input.value())),
                        headers,
                        timeMs(source, input)));
    }

    private static long timeMs(Source source, Input input) {
        return Materials.isVersioned(source)
                ? Materials.versionMs(input.time(), input.value() == Input.NULL)
                : input.time();
    }

    /** Some of the records that cannot be read have a bad key instead. */
    private boolean isKeyCorrupt(Source source, Input input) {
        return input.headers() == 1 && readable(source, input.value()) == Input.CORRUPT;
    }

    /** Unless they are skipped silently, unreadable records of global tables are not sent: the drivers differ on purpose. */
    private int readable(Source source, int value) {
        return value == Input.CORRUPT && source.shape() == Source.Shape.GLOBAL_TABLE && !Mishaps.skipsSilently(program)
                ? Input.NULL
                : value;
    }

    private static byte[] bytes(boolean number, String prefix, int code) {
        if (code == Input.NULL) {
            return null;
        }
        if (code == Input.CORRUPT) {
            return new byte[] {1, 2, 3};
        }
        return number
                ? ByteBuffer.allocate(Long.BYTES).putLong(code).array()
                : (prefix + code).getBytes(StandardCharsets.UTF_8);
    }

    private void collect(TopologyTestDriver driver, int step) {
        for (String topic : driver.producedTopicNames()) {
            TestOutputTopic<byte[], byte[]> output = outputs.computeIfAbsent(
                    topic,
                    name -> driver.createOutputTopic(name, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
            if (output.isEmpty()) {
                continue;
            }
            List<String> lines = sections.computeIfAbsent("topic " + topic, name -> new ArrayList<>());
            while (!output.isEmpty()) {
                TestRecord<byte[], byte[]> record = output.readRecord();
                if (topic.equals(Mishaps.DEAD_LETTERS)) {
                    // What failed in them is Millrace's own.
                    record.headers().remove("__streams.errors.exception");
                    record.headers().remove("__streams.errors.stacktrace");
                    record.headers().remove("__streams.errors.message");
                }
                lines.add(topic.endsWith(CHANGELOG) ? logged(topic, record) : "step " + step + ": " + sent(record));
            }
        }
    }

    /**
     * Of a changelog only that counts from which a store is restored: the last record of each key. Of stores that forget with time, Kafka Streams
     * logs also what came too late.
     */
    private void compact(TopologyTestDriver driver) {
        Map<String, StateStore> stores = driver.getAllStateStores();
        for (String name : List.copyOf(sections.keySet())) {
            if (!name.endsWith(CHANGELOG)) {
                continue;
            }
            String storeName = name.substring("topic app-".length(), name.length() - CHANGELOG.length());
            StateStore store = stores.get(storeName);
            boolean versioned = store instanceof VersionedKeyValueStore;
            boolean sessions = store instanceof SessionStore;
            boolean forgets = versioned || store instanceof WindowStore || sessions;
            // What came too late may have the key, and of versions the time, of what did not.
            long sessionsKeptMs = build.sessionsKeptMs.getOrDefault(storeName, Long.MAX_VALUE);
            long latestEndMs = 0;
            boolean dated = !BUFFER.matcher(storeName).find();
            Map<String, String> last = new TreeMap<>();
            for (String logged : sections.remove(name)) {
                // Buffers keep times in their values; Kafka Streams leaves it to the producer to date their records.
                String line = dated
                        ? logged
                        : logged.substring(0, logged.length() - time(logged).length());
                if (store instanceof WindowStore) {
                    // Without the running number, which counts what came too late in Kafka Streams.
                    if (!line.endsWith("null")) {
                        last.put(line, withoutSequence(line));
                    }
                    continue;
                }
                String key = line.substring(0, line.indexOf(" = "));
                boolean late = false;
                if (sessions) {
                    long endMs = sessionEndMs(key);
                    latestEndMs = Math.max(latestEndMs, endMs);
                    late = endMs <= latestEndMs - sessionsKeptMs;
                }
                last.put(versioned || late ? line : key, line);
            }
            sections.put(
                    (forgets ? Difference.FORGETTING_CHANGELOG : "changelog of ") + storeName,
                    List.copyOf(last.values()));
        }
    }

    /** Before it comes the key, after it the session's start; times of programs are never text. */
    private static long sessionEndMs(String loggedKey) {
        int start = loggedKey.length() - TIME_DIGITS;
        return Long.parseLong(loggedKey.substring(start - TIME_DIGITS, start), 16);
    }

    private static String withoutSequence(String line) {
        int end = line.indexOf(" = ");
        return line.substring(0, end - SEQUENCE_DIGITS) + line.substring(end);
    }

    private static String time(String line) {
        int at = line.lastIndexOf(" at ");
        return at < 0 ? "" : line.substring(at);
    }

    private String logged(String topic, TestRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return Functions.bytes(record.key()) + " = null";
        }
        byte[] value = build.holdsBeginnings && SUPPRESSION.matcher(topic).find()
                ? withoutOldValues(record.value())
                : record.value();
        String line = Functions.bytes(record.key()) + " = " + Functions.bytes(value) + " at " + record.timestamp();
        return program.settings().headersFormat() && !OWN_AFFAIR.matcher(topic).find()
                ? line + Functions.text(record.headers())
                : line;
    }

    /** What a suppression holds, without what was before: of tables that begin with an old value in Kafka Streams. */
    private static byte[] withoutOldValues(byte[] held) {
        ByteBuffer buffer = ByteBuffer.wrap(held).position(2 * Long.BYTES);
        skip(buffer);
        buffer.getInt();
        for (int headers = buffer.getInt(); headers > 0; headers--) {
            skip(buffer);
            skip(buffer);
        }
        int start = buffer.position();
        skip(buffer);
        skip(buffer);
        return ByteBuffer.allocate(start + buffer.remaining())
                .put(held, 0, start)
                .put(buffer)
                .array();
    }

    private static void skip(ByteBuffer buffer) {
        int length = buffer.getInt();
        buffer.position(buffer.position() + Math.max(0, length));
    }

    private static String sent(TestRecord<byte[], byte[]> record) {
        return Functions.bytes(record.key()) + " = " + Functions.bytes(record.value()) + " at " + record.timestamp()
                + Functions.text(record.headers());
    }

    private void stores(TopologyTestDriver driver) {
        Map<String, StateStore> all = driver.getAllStateStores();
        sections.put("stores", List.copyOf(new TreeSet<>(all.keySet())));
        all.forEach((name, store) -> {
            List<String> lines = contents(store);
            if (lines != null && JOIN_SIDE.matcher(name).find()) {
                // What a join keeps of a record is its own affair.
                lines = lines.stream()
                        .map(line -> line.substring(0, line.indexOf(" = ")))
                        .toList();
            }
            if (lines != null && lines.stream().noneMatch(Drive::isPrivate)) {
                sections.put("store " + name, lines);
            }
        });
    }

    /** What operators keep for themselves has types of their own. */
    private static boolean isPrivate(String line) {
        return line.startsWith("?") || line.contains(" = ?");
    }

    private static List<String> contents(StateStore store) {
        List<String> lines = new ArrayList<>();
        if (store instanceof VersionedKeyValueStore<?, ?>) {
            versions(store, lines);
        } else if (store instanceof KeyValueStore<?, ?> keyed) {
            dump("", keyed.all(), lines);
        } else if (store instanceof WindowStore<?, ?> windows) {
            dump("", windows.all(), lines);
            // Which key comes first is not promised, and differs between the stores of Kafka Streams too.
            Collections.sort(lines);
        } else if (store instanceof SessionStore<?, ?> sessions) {
            dump(sessions, lines);
        } else {
            return null;
        }
        return lines;
    }

    private static <K, V> void dump(String kind, KeyValueIterator<K, V> iterator, List<String> lines) {
        try (iterator) {
            while (iterator.hasNext()) {
                KeyValue<K, V> entry = iterator.next();
                lines.add(kind + Functions.text(entry.key) + " = " + Functions.text(entry.value));
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static void dump(SessionStore<?, ?> store, List<String> lines) {
        for (Object key : keys()) {
            try {
                dump("session ", ((SessionStore<Object, Object>) store).fetch(key), lines);
            } catch (RuntimeException e) {
                // A key of the other type.
                if (!(e instanceof ClassCastException) && !(e.getCause() instanceof ClassCastException)) {
                    throw e;
                }
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static void versions(StateStore store, List<String> lines) {
        VersionedKeyValueStore<Object, Object> versioned = (VersionedKeyValueStore<Object, Object>) store;
        for (Object key : keys()) {
            try {
                for (long asOf : new long[] {Long.MAX_VALUE, 400, 200, 50}) {
                    VersionedRecord<Object> record =
                            asOf == Long.MAX_VALUE ? versioned.get(key) : versioned.get(key, asOf);
                    if (record != null) {
                        lines.add(key + " as of " + asOf + " = " + Functions.text(record.value()) + " at "
                                + record.timestamp());
                    }
                }
            } catch (RuntimeException e) {
                // A key of the other type.
                if (!(e instanceof ClassCastException) && !(e.getCause() instanceof ClassCastException)) {
                    throw e;
                }
            }
        }
    }

    /** All that generated programs use. */
    private static List<Object> keys() {
        List<Object> keys = new ArrayList<>();
        for (long i = 0; i < 5; i++) {
            keys.add("k" + i);
            keys.add(i);
        }
        return keys;
    }

    private void dropped(TopologyTestDriver driver) {
        double total = 0;
        for (Map.Entry<MetricName, ? extends Metric> entry : driver.metrics().entrySet()) {
            if (entry.getKey().name().equals("dropped-records-total")) {
                total += ((Number) entry.getValue().metricValue()).doubleValue();
            }
        }
        sections.put("dropped records", List.of(Double.toString(total)));
    }
}
