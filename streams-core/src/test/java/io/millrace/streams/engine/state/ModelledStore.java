package io.millrace.streams.engine.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.streams.engine.state.StoreSpec.Backing;
import io.millrace.streams.engine.state.StoreSpec.Retention;
import io.millrace.streams.engine.state.view.Suppliers;
import io.millrace.streams.processor.StateStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/** A typed store and, beside it, a sorted map that says what must be in it. */
abstract class ModelledStore {

    static final List<String> KEYS = List.of("a", "aa", "ab", "a\0", "b", "ba");
    static final long RETENTION_MS = 150_000;
    static final long SEGMENT_MS = Retention.defaultSegmentIntervalMs(RETENTION_MS);
    static final long TICK_MS = 10_000;

    final Traits traits;

    /** What was written. */
    Contents now = new Contents();

    /** What was written when the last commit was made. */
    Contents committed = new Contents();

    ModelledStore(Traits traits) {
        this.traits = traits;
    }

    /** How the store is made. */
    record Traits(String name, Backing backing, boolean logged, boolean caching, boolean mutableValues) {

        static Traits random(String name, RandomGenerator random) {
            return new Traits(
                    name,
                    random.nextInt(4) == 0 ? Backing.IN_MEMORY : Backing.PERSISTENT,
                    random.nextInt(6) != 0,
                    random.nextBoolean(),
                    random.nextBoolean());
        }

        TopicPartition changelog() {
            return new TopicPartition(name + "-changelog", 0);
        }

        Suppliers suppliers() {
            return backing == Backing.PERSISTENT ? Suppliers.PERSISTENT : Suppliers.IN_MEMORY;
        }

        /** Strings, held as they are or, with a serde of the user's, as bytes. */
        Serde<String> keySerde() {
            return mutableValues ? strings() : Serdes.String();
        }

        @SuppressWarnings({"unchecked", "rawtypes"}) // the store gets what it is made for
        Serde<Object> valueSerde() {
            return (Serde) (mutableValues ? builders() : Serdes.String());
        }

        private static Serde<String> strings() {
            return Serdes.serdeFrom((topic, text) -> text.getBytes(UTF_8), (topic, bytes) -> new String(bytes, UTF_8));
        }

        private static Serde<StringBuilder> builders() {
            return Serdes.serdeFrom(
                    (topic, text) -> text.toString().getBytes(UTF_8),
                    (topic, bytes) -> new StringBuilder(new String(bytes, UTF_8)));
        }

        @SuppressWarnings("UnnecessaryStringBuilder") // to have something that can be changed
        Object value(String text) {
            return mutableValues ? new StringBuilder(text) : text;
        }

        /** What a careless program does with a value that it has put, or got. */
        void spoil(@Nullable Object value) {
            if (value instanceof StringBuilder text) {
                text.append("-spoilt");
            }
        }
    }

    /** One write, which can be repeated. */
    record Write(
            int store, long offset, String key, @Nullable String value, long timeMs, long startMs) {}

    /** Names an entry: the key, then window start and number, session start and end, or the version's timestamp. */
    record Id(String key, long first, long second) implements Comparable<Id> {

        @Override
        public int compareTo(Id other) {
            int order = key.compareTo(other.key);
            order = order != 0 ? order : Long.compare(first, other.first);
            return order != 0 ? order : Long.compare(second, other.second);
        }
    }

    /** What a store holds. */
    static final class Contents {

        final NavigableMap<Id, String> entries = new TreeMap<>();
        long streamTimeMs = -1;
        long sequence;
        long lastOffset = -1;

        Contents copy() {
            Contents copy = new Contents();
            copy.entries.putAll(entries);
            copy.streamTimeMs = streamTimeMs;
            copy.sequence = sequence;
            copy.lastOffset = lastOffset;
            return copy;
        }

        void observe(long timeMs) {
            streamTimeMs = Math.max(streamTimeMs, timeMs);
        }

        long earliestLiveMs() {
            return Math.max(0, streamTimeMs - RETENTION_MS + 1);
        }

        void set(Id id, @Nullable String value) {
            if (value == null) {
                entries.remove(id);
            } else {
                entries.put(id, value);
            }
        }
    }

    /** Makes the store anew and opens it. */
    abstract void open(StoreHost context);

    abstract StateStore store();

    /** Draws a write. */
    abstract Write draw(int number, long offset, RandomGenerator random);

    /** Writes to the store and to the model. */
    abstract void write(Write write);

    /** Reads something at random from both. */
    abstract void read(RandomGenerator random);

    /** Everything in the store, as its readers see it. */
    abstract NavigableMap<String, String> shown();

    /** Everything in the model, as readers of the store would see it. */
    abstract NavigableMap<String, String> shown(Contents contents);

    /** Takes a changelog record into the contents. */
    abstract void replay(ConsumerRecord<byte[], byte[]> record, Contents into);

    /** Called when the store went back to what was committed, or a commit was made. */
    void settled() {}

    /** The time by which an entry with this stored key, or changelog key, expires. */
    long expiryMs(byte[] key) {
        return Long.MAX_VALUE;
    }

    private Contents foldedBefore = new Contents();
    private long foldedBeforeEnd;

    /** As {@link #fold}, for an end that is never before the last one asked for. */
    final Contents foldOn(List<ConsumerRecord<byte[], byte[]>> log, long end) {
        for (; foldedBeforeEnd < end; foldedBeforeEnd++) {
            replay(log.get((int) foldedBeforeEnd), foldedBefore);
        }
        return foldedBefore.copy();
    }

    /** The changelog begins anew. */
    final void foldAnew() {
        foldedBefore = new Contents();
        foldedBeforeEnd = 0;
    }

    final Contents fold(List<ConsumerRecord<byte[], byte[]>> log, long end) {
        Contents contents = new Contents();
        for (int i = 0; i < end; i++) {
            replay(log.get(i), contents);
        }
        return contents;
    }

    static String key(RandomGenerator random) {
        return KEYS.get(random.nextInt(KEYS.size()));
    }

    /** A time near the latest: mostly a little before or after, at times beyond what is kept, in either direction. */
    final long time(RandomGenerator random) {
        long ticks = random.nextInt(8) == 0 ? random.nextInt(50) - 25 : random.nextInt(8) - 5;
        return Math.max(0, now.streamTimeMs + ticks * TICK_MS + (random.nextInt(4) == 0 ? 1 : 0)) / 2 * 2;
    }

    static @Nullable String value(long offset, RandomGenerator random) {
        return random.nextInt(4) == 0 ? null : "v" + offset;
    }

    final void expect(String what, @Nullable Object actual, @Nullable Object expected) {
        if (Objects.equals(actual, expected)) {
            return;
        }
        String actualText = actual == null ? "null" : actual.toString();
        String expectedText = expected == null ? "null" : expected.toString();
        if (!actualText.equals(expectedText)) {
            throw new AssertionError(
                    traits + ": " + what + " is " + actualText + "\n    but the model says " + expectedText);
        }
    }

    static void append(NavigableMap<String, String> shown, String key, String value) {
        shown.merge(key, value, (first, second) -> first + "," + second);
    }

    static List<String> reversed(List<String> list) {
        List<String> reversed = new ArrayList<>(list);
        Collections.reverse(reversed);
        return reversed;
    }

    static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
