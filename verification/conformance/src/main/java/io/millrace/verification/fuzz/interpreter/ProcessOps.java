package io.millrace.verification.fuzz.interpreter;

import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.Named;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.api.FixedKeyProcessorSupplier;
import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.state.StoreBuilder;
import io.millrace.streams.state.Stores;
import io.millrace.streams.state.WindowStore;
import io.millrace.verification.fuzz.Op;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;

/** Processors of the user's own, with stores and punctuations. */
final class ProcessOps {

    /** How the names of the stores of processors begin. */
    private static final String STATE = "state";

    /** How long window stores keep windows. */
    static final long WINDOWS_KEPT_MS = 100;

    private static final long SESSIONS_KEPT_MS = 100;

    private final Build build;

    /** Stores of windows that keep all records of a window. */
    private final Set<String> ofAllRecords = new HashSet<>();

    ProcessOps(Build build) {
        this.build = build;
    }

    void process(Op op, boolean values) {
        Node in = build.plainStream(op);
        if (in == null) {
            return;
        }
        StoreUse use = use(op);
        boolean connected = op.choice(9, 3) == 2;
        String shared = connected && op.choice(11, 3) == 2 ? build.connectedStores.get(use + " " + in.key) : null;
        String storeName = shared != null ? shared : build.unique(STATE);
        int variant = op.choice(Build.VARIANT, 16);
        Type value = build.type(op, in.value);
        ProcessorScript script = new ProcessorScript(
                build.unique("p"),
                variant,
                values ? in.key : Type.base(op.choice(7, 16)),
                value,
                use,
                storeName,
                isOfAllRecords(op, storeName, shared == null),
                op.choice(8, 6),
                op.choice(10, 16) >= 14,
                build.events);
        StoreBuilder<?> store = shared != null ? null : store(op, use, storeName, in.keySerde(), Type.STRING.serde(0));
        String[] stores = shared != null ? new String[] {shared} : stores(store, connected);
        if (connected && store != null) {
            build.connectedStores.put(use + " " + in.key, storeName);
        }
        Named named = build.named(op);
        KStream<Object, Object> out;
        if (values) {
            FixedKeyProcessorSupplier<Object, Object, Object> supplier =
                    new ScriptedFixedKeyProcessor.Supplier(script, connected ? null : store);
            out = named == null
                    ? in.stream().processValues(supplier, stores)
                    : in.stream().processValues(supplier, named, stores);
        } else {
            ProcessorSupplier<Object, Object, Object, Object> supplier =
                    new ScriptedProcessor.Supplier(script, connected ? null : store);
            out = named == null
                    ? in.stream().process(supplier, stores)
                    : in.stream().process(supplier, named, stores);
        }
        build.add(
                out,
                in,
                values ? in.key : script.key(),
                value,
                (values ? "processValues(" : "process(")
                        + TableOps.words(
                                op,
                                "f" + variant,
                                use,
                                "punctuation " + script.punctuation(),
                                connected ? "connected" : null,
                                shared,
                                script.fragile() ? "fragile" : null,
                                "store " + op.choice(Build.STORE, 8))
                        + ")");
    }

    private String[] stores(StoreBuilder<?> store, boolean connected) {
        if (store == null || !connected) {
            return new String[0];
        }
        build.builder.addStateStore(store);
        return new String[] {store.name()};
    }

    /** What a processor does with a store. */
    enum StoreUse {
        NONE,
        KEY_VALUE,
        TIMESTAMPED,
        WINDOW,
        SESSION,
        VERSIONED,
        HEADERS
    }

    private static StoreUse use(Op op) {
        StoreUse use = StoreUse.values()[op.choice(5, StoreUse.values().length - 1)];
        return use == StoreUse.TIMESTAMPED && op.choice(11, 4) == 3 ? StoreUse.HEADERS : use;
    }

    private StoreBuilder<?> store(Op op, StoreUse use, String name, Serde<Object> key, Serde<Object> value) {
        boolean memory = op.choice(Build.STORE, 8) < 5;
        return switch (use) {
            case NONE -> null;
            case KEY_VALUE ->
                settle(
                        op,
                        use,
                        Stores.keyValueStoreBuilder(
                                isLru(op)
                                        ? Stores.lruMap(name, 2)
                                        : memory
                                                ? Stores.inMemoryKeyValueStore(name)
                                                : Stores.persistentKeyValueStore(name),
                                key,
                                value));
            case TIMESTAMPED ->
                settle(
                        op,
                        use,
                        Stores.timestampedKeyValueStoreBuilder(
                                memory
                                        ? Stores.inMemoryKeyValueStore(name)
                                        : Stores.persistentTimestampedKeyValueStore(name),
                                key,
                                value));
            case HEADERS ->
                settle(
                        op,
                        use,
                        Stores.timestampedKeyValueStoreWithHeadersBuilder(
                                memory
                                        ? Stores.inMemoryKeyValueStore(name)
                                        : Stores.persistentTimestampedKeyValueStoreWithHeaders(name),
                                key,
                                value));
            case WINDOW -> settle(op, use, windows(op, name, memory, key, value));
            case SESSION -> {
                build.sessionsKeptMs.put(name, SESSIONS_KEPT_MS);
                Duration kept = Type.ms(SESSIONS_KEPT_MS);
                yield settle(
                        op,
                        use,
                        Stores.sessionStoreBuilder(
                                memory
                                        ? Stores.inMemorySessionStore(name, kept)
                                        : Stores.persistentSessionStore(name, kept),
                                key,
                                value));
            }
            case VERSIONED ->
                Stores.versionedKeyValueStoreBuilder(
                        Stores.persistentVersionedKeyValueStore(name, Type.ms(op.choice(10, 3) == 2 ? 50 : 500)),
                        key,
                        value);
        };
    }

    private static boolean isLru(Op op) {
        return op.choice(Build.STORE, 8) == 4;
    }

    private boolean isOfAllRecords(Op op, String storeName, boolean isNew) {
        if (isNew && keepsDuplicates(op)) {
            ofAllRecords.add(storeName);
        }
        return ofAllRecords.contains(storeName);
    }

    private static boolean keepsDuplicates(Op op) {
        return op.choice(10, 3) == 2;
    }

    private static StoreBuilder<WindowStore<Object, Object>> windows(
            Op op, String name, boolean memory, Serde<Object> key, Serde<Object> value) {
        boolean duplicates = keepsDuplicates(op);
        return Stores.windowStoreBuilder(
                memory
                        ? Stores.inMemoryWindowStore(name, Type.ms(WINDOWS_KEPT_MS), Type.ms(20), duplicates)
                        : Stores.persistentWindowStore(name, Type.ms(WINDOWS_KEPT_MS), Type.ms(20), duplicates),
                key,
                value);
    }

    private static <S extends StateStore> StoreBuilder<S> settle(Op op, StoreUse use, StoreBuilder<S> builder) {
        return switch (op.choice(6, 6)) {
            // What a cache still shows of windows that have expired, and of entries evicted, is in DIFFERENCES.md.
            case 1 ->
                use == StoreUse.WINDOW || use == StoreUse.SESSION || (use == StoreUse.KEY_VALUE && isLru(op))
                        ? builder
                        : builder.withCachingEnabled();
            case 2 -> builder.withLoggingDisabled();
            case 3 -> builder.withLoggingEnabled(new HashMap<>()).withCachingDisabled();
            default -> builder;
        };
    }

    static Set<StoreBuilder<?>> own(StoreBuilder<?> store) {
        return store == null ? null : Set.of(store);
    }
}
