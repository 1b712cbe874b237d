package io.millrace.verification.fuzz.interpreter;

import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.SessionStore;
import io.millrace.streams.state.Stores;
import io.millrace.streams.state.WindowStore;
import io.millrace.verification.fuzz.Op;
import io.millrace.verification.fuzz.Source;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;

/** Chooses how a table is kept. */
final class Materials {

    /** The choice from which on versions are kept. */
    private static final int VERSIONED = 12;

    /** Functions of lower variants always give a value; the next one has to as well. */
    private static final int ALWAYS = 9;

    /** From this choice on, stores of windows and sessions have a retention of their own. */
    static final int RETENTION = 7;

    /** From this choice on, stores of windows and sessions are given by their suppliers. */
    private static final int SUPPLIED = 9;

    /** Longer than any record of a program is late. */
    static final long LATENESS_MS = 2000;

    /** The form of a window store on disk that keeps no times. */
    private static final int WITHOUT_TIMES = 2;

    private static final Duration LASTING = Type.ms(1_000_000);

    private final Build build;

    Materials(Build build) {
        this.build = build;
    }

    /**
     * The function of an aggregation that is kept in rows. Of one kept in versions it never gives null: that removes an aggregate as of its own
     * time, and Kafka Streams may forget that it was removed (see DIFFERENCES.md).
     */
    static int aggregator(Op op, int variant) {
        return isVersioned(op) ? variant % ALWAYS : variant;
    }

    /**
     * The aggregators of sessions. If one fails, Kafka Streams has removed what was merged before, or kept what was closed (see DIFFERENCES.md),
     * so where the program goes on, none does.
     */
    int ofSessions(int variant) {
        return build.tolerant && variant == ALWAYS ? ALWAYS - 1 : variant;
    }

    /** The mergers of sessions. Kafka Streams asks them of late records, too, so they do not fail where there are such records either. */
    int mergerOfSessions(int variant, GroupOps.Window window) {
        boolean late = window.graceMs() < LATENESS_MS;
        return (build.tolerant || late) && variant == ALWAYS ? ALWAYS - 1 : variant;
    }

    /** The functions of cogrouped sliding windows. Under a cache none gives null: Kafka Streams fails on it later (see DIFFERENCES.md). */
    int ofSlidingCogroup(int variant) {
        return build.isCached("") ? variant % ALWAYS : variant;
    }

    static boolean isVersioned(Op op) {
        return op.choice(Build.STORE, 16) >= VERSIONED;
    }

    /** A time of a change to a store of versions: no deletion is of the time of a value, see DIFFERENCES.md. */
    static long versionMs(long timeMs, boolean deletion) {
        if (timeMs < 0) {
            return timeMs;
        }
        return deletion ? timeMs | 1 : timeMs & ~1;
    }

    /** Whether the records of a topic are kept in versions as they come. */
    static boolean isVersioned(Source source) {
        return source.shape() == Source.Shape.TABLE && source.choice(Build.STORE, 16) >= VERSIONED;
    }

    /** What was chosen; {@code option} is null if the operator is to decide. */
    record Choice<S extends StateStore>(Materialized<Object, Object, S> option, String text) {

        /** This choice if the store has a name: Kafka Streams refuses global tables with options but no name. */
        Choice<S> named() {
            return text.startsWith("as(") ? this : new Choice<>(null, "");
        }
    }

    Choice<KeyValueStore<Bytes, byte[]>> keyValue(
            Op op, Serde<Object> key, Serde<Object> value, boolean mayBeVersioned) {
        String name = build.unique("store");
        int choice = op.choice(Build.STORE, 16);
        if (isVersioned(op) && !mayBeVersioned) {
            choice -= 6;
        }
        return switch (choice) {
            case 0, 1, 2 -> new Choice<>(null, "");
            case 3, 4 -> with(op, Materialized.with(key, value), "Materialized.with(serdes)");
            case 5, 6, 7 -> settle(op, Materialized.as(name), key, value, "as(" + name + ")");
            case 8, 9 ->
                settle(
                        op,
                        Materialized.as(Stores.inMemoryKeyValueStore(name)),
                        key,
                        value,
                        "as(inMemory " + name + ")");
            // Without the cache, in which Kafka Streams finds the times that the store does not keep.
            case 10 -> {
                Materialized<Object, Object, KeyValueStore<Bytes, byte[]>> option =
                        Materialized.as(Stores.persistentKeyValueStore(name));
                yield settle(
                        op, option.withCachingDisabled(), key, value, "as(persistent " + name + ").cachingDisabled");
            }
            case 11 ->
                op.choice(Build.SERDE, 2) == 1
                        ? settle(
                                op,
                                Materialized.as(Stores.persistentTimestampedKeyValueStoreWithHeaders(name)),
                                key,
                                value,
                                "as(persistentTimestampedWithHeaders " + name + ")")
                        : settle(
                                op,
                                Materialized.as(Stores.persistentTimestampedKeyValueStore(name)),
                                key,
                                value,
                                "as(persistentTimestamped " + name + ")");
            default ->
                settle(
                        op,
                        Materialized.as(
                                Stores.persistentVersionedKeyValueStore(name, Type.ms(choice < 14 ? 1000 : 50))),
                        key,
                        value,
                        "as(versioned " + name + " " + (choice < 14 ? 1000 : 50) + ")");
        };
    }

    /** For windows of a size, which the store must know: Kafka Streams takes the end of a sliding window from it. */
    Choice<WindowStore<Bytes, byte[]>> window(Op op, Serde<Object> key, Serde<Object> value, long sizeMs, long keptMs) {
        String name = build.unique("store");
        Duration retention = Type.ms(keptMs + op.choice(7, 3) * 20L);
        // Sliding windows go by the times of their rows, which stores without times have in a cache only.
        boolean sliding = GroupOps.Window.of(op).form() == GroupOps.Window.Form.SLIDING;
        int form = sliding ? op.choice(Build.SERDE, 2) : op.choice(Build.SERDE, 4);
        return switch (op.choice(Build.STORE, 16)) {
            case 0, 1, 2 -> new Choice<>(null, "");
            case 3, 4 -> with(op, Materialized.with(key, value), "Materialized.with(serdes)");
            case 5, 6 -> settle(op, Materialized.as(name), key, value, "as(" + name + ")");
            case 7, 8 -> {
                Materialized<Object, Object, WindowStore<Bytes, byte[]>> option = Materialized.as(name);
                yield settle(
                        op,
                        option.withRetention(retention),
                        key,
                        value,
                        "as(" + name + ").retention(" + retention.toMillis() + ")");
            }
            case 9, 10, 11, 12 ->
                settle(
                        op,
                        Materialized.as(Stores.inMemoryWindowStore(name, retention, Type.ms(sizeMs), false)),
                        key,
                        value,
                        "as(inMemory " + name + " " + retention.toMillis() + ")");
            default -> {
                Materialized<Object, Object, WindowStore<Bytes, byte[]>> option = Materialized.as(
                        switch (form) {
                            case 1 ->
                                Stores.persistentTimestampedWindowStoreWithHeaders(
                                        name, retention, Type.ms(sizeMs), false);
                            case WITHOUT_TIMES -> Stores.persistentWindowStore(name, retention, Type.ms(sizeMs), false);
                            default -> Stores.persistentTimestampedWindowStore(name, retention, Type.ms(sizeMs), false);
                        });
                String words = "as(persistent " + form + " " + name + " " + retention.toMillis() + ")";
                // As above: without the cache, in which Kafka Streams finds times.
                yield form == WITHOUT_TIMES
                        ? settle(op, option.withCachingDisabled(), key, value, words + ".cachingDisabled")
                        : settle(op, option, key, value, words);
            }
        };
    }

    Choice<SessionStore<Bytes, byte[]>> session(
            Op op, Serde<Object> key, Serde<Object> value, long gapMs, long graceMs) {
        String name = build.unique("store");
        long keptMs = gapMs + graceMs + op.choice(7, 3) * 20L;
        Duration lasting = Type.ms(keptMs + LATENESS_MS);
        // Entry "closed sessions": a record may begin a session that ended that long ago, and caches keep what has
        // expired.
        Duration retention = build.isCached("") ? lasting : Type.ms(keptMs + 1);
        int choice = op.choice(Build.STORE, 16);
        if (choice >= RETENTION) {
            build.sessionsKeptMs.put(name, (choice < SUPPLIED ? lasting : retention).toMillis());
        }
        return switch (choice) {
            case 0, 1, 2 -> new Choice<>(null, "");
            case 3, 4 -> with(op, Materialized.with(key, value), "Materialized.with(serdes)");
            case 5, 6 -> settle(op, Materialized.as(name), key, value, "as(" + name + ")");
            case 7, 8 -> {
                Materialized<Object, Object, SessionStore<Bytes, byte[]>> option = Materialized.as(name);
                yield settle(
                        op,
                        option.withRetention(lasting),
                        key,
                        value,
                        "as(" + name + ").retention(" + lasting.toMillis() + ")");
            }
            case 9, 10, 11, 12 ->
                settle(
                        op,
                        Materialized.as(Stores.inMemorySessionStore(name, retention)),
                        key,
                        value,
                        "as(inMemory " + name + " " + retention.toMillis() + ")");
            default ->
                settle(
                        op,
                        Materialized.as(
                                op.choice(Build.SERDE, 4) == 1
                                        ? Stores.persistentSessionStoreWithHeaders(name, retention)
                                        : Stores.persistentSessionStore(name, retention)),
                        key,
                        value,
                        "as(persistent " + name + " " + retention.toMillis() + ")");
        };
    }

    /** A store that forgets no window while a program runs. */
    <S extends StateStore> Choice<S> lasting(Op op, Serde<Object> key, Serde<Object> value) {
        String name = build.unique("store");
        Materialized<Object, Object, S> option = Materialized.as(name);
        return settle(
                op,
                option.withRetention(LASTING),
                key,
                value,
                "as(" + name + ").retention(" + LASTING.toMillis() + ")");
    }

    /** A store without a name, of which all else may be said. */
    private static <S extends StateStore> Choice<S> with(Op op, Materialized<Object, Object, S> option, String text) {
        return switch (op.choice(6, 8)) {
            case 1 -> new Choice<>(option.withCachingDisabled(), text + ".cachingDisabled");
            case 2 -> new Choice<>(option.withLoggingDisabled(), text + ".loggingDisabled");
            case 6 -> new Choice<>(option.withStoreType(Materialized.StoreType.IN_MEMORY), text + ".inMemory");
            case 7 -> new Choice<>(option.withStoreType(Materialized.StoreType.ROCKS_DB), text + ".rocksDb");
            default -> new Choice<>(option, text);
        };
    }

    /** Serdes, cache and changelog of a named store. */
    private <S extends StateStore> Choice<S> settle(
            Op op, Materialized<Object, Object, S> named, Serde<Object> key, Serde<Object> value, String text) {
        Materialized<Object, Object, S> option = named;
        StringBuilder words = new StringBuilder(text);
        if (!build.implicitSerdes(op, key, value)) {
            option = option.withKeySerde(key).withValueSerde(value);
            words.append(".serdes");
        }
        switch (op.choice(6, 8)) {
            case 1 -> {
                option = option.withCachingDisabled();
                words.append(".cachingDisabled");
            }
            case 2 -> {
                option = option.withLoggingDisabled();
                words.append(".loggingDisabled");
            }
            case 3 -> {
                option = option.withCachingDisabled().withLoggingDisabled();
                words.append(".cachingDisabled.loggingDisabled");
            }
            case 4 -> {
                option = option.withLoggingEnabled(new HashMap<>(Map.of("retention.ms", "1000")));
                words.append(".loggingEnabled");
                if (!text.contains(".cachingDisabled")) {
                    option = option.withCachingEnabled();
                    words.append(".cachingEnabled");
                }
            }
            default -> {}
        }
        return new Choice<>(option, words.toString());
    }
}
