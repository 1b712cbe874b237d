package io.millrace.verification.fuzz.interpreter;

import io.millrace.streams.KeyValue;
import io.millrace.streams.kstream.Window;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.processor.PunctuationType;
import io.millrace.streams.processor.Punctuator;
import io.millrace.streams.processor.api.ProcessingContext;
import io.millrace.streams.processor.api.RecordMetadata;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.SessionStore;
import io.millrace.streams.state.TimestampedKeyValueStore;
import io.millrace.streams.state.ValueAndTimestamp;
import io.millrace.streams.state.VersionedKeyValueStore;
import io.millrace.streams.state.VersionedRecord;
import io.millrace.streams.state.WindowStore;
import io.millrace.streams.state.WindowStoreIterator;
import java.time.Instant;
import java.util.List;

/**
 * What a generated processor does, the same for both kinds of processor.
 *
 * @param label its name among the events
 * @param variant of its functions
 * @param key of its results
 * @param value of its results
 * @param use of its store
 * @param store its name
 * @param punctuation 0 to 2 none, 3 by stream time, 4 by the wall clock, 5 by both, each once cancelled
 * @param events where it notes what it saw
 */
record ProcessorScript(
        String label,
        int variant,
        Type key,
        Type value,
        ProcessOps.StoreUse use,
        String store,
        int punctuation,
        List<String> events) {

    private static final long FAR = 1_000_000;

    void schedule(ProcessingContext context, Punctuator punctuator) {
        if (punctuation == 3 || punctuation == 5) {
            context.schedule(Type.ms(50), PunctuationType.STREAM_TIME, punctuator);
        }
        if (punctuation == 4) {
            context.schedule(Type.ms(30), PunctuationType.WALL_CLOCK_TIME, punctuator);
        }
        if (punctuation == 5) {
            context.schedule(Instant.ofEpochMilli(40), Type.ms(100), PunctuationType.WALL_CLOCK_TIME, punctuator);
        }
    }

    /** Updates the store and tells what is in it about the key. */
    String work(ProcessingContext context, Object recordKey, Object recordValue, long timestamp) {
        String seen = Functions.text(recordValue);
        String state = recordKey == null || use == ProcessOps.StoreUse.NONE
                ? "-"
                : state(
                        context,
                        recordKey,
                        Functions.text(Functions.value(variant, Type.STRING, recordValue)),
                        timestamp);
        if (variant % 3 == 0) {
            RecordMetadata metadata = context.recordMetadata().orElseThrow();
            seen += " of " + metadata.topic() + "-" + metadata.partition() + "@" + metadata.offset();
        }
        events.add(label + " " + Functions.text(recordKey) + ": " + seen + " at " + timestamp + " stream time "
                + context.currentStreamTimeMs() + " clock " + context.currentSystemTimeMs() + " task "
                + context.taskId() + " state "
                + state);
        return state;
    }

    private String state(ProcessingContext context, Object k, String v, long timestamp) {
        return switch (use) {
            case NONE -> "-";
            case KEY_VALUE -> {
                KeyValueStore<Object, String> keyed = context.getStateStore(store);
                String before = keyed.get(k);
                if (variant % 5 == 4 && before != null) {
                    yield "deleted " + keyed.delete(k);
                }
                keyed.put(k, v);
                yield before + " " + keyed.putIfAbsent(k, "x") + (keyed.persistent() ? all(keyed) : "");
            }
            case TIMESTAMPED -> {
                TimestampedKeyValueStore<Object, String> stamped = context.getStateStore(store);
                ValueAndTimestamp<String> before = stamped.get(k);
                stamped.put(k, ValueAndTimestamp.make(v, timestamp));
                yield Functions.text(before);
            }
            case WINDOW -> {
                WindowStore<Object, String> windows = context.getStateStore(store);
                StringBuilder text = new StringBuilder();
                try (WindowStoreIterator<String> found = variant % 2 == 0
                        ? windows.fetch(
                                k,
                                Instant.ofEpochMilli(Math.max(0, timestamp - 60)),
                                Instant.ofEpochMilli(timestamp + 20))
                        : windows.backwardFetch(
                                k,
                                Instant.ofEpochMilli(Math.max(0, timestamp - 60)),
                                Instant.ofEpochMilli(timestamp + 20))) {
                    found.forEachRemaining(entry -> text.append(entry.key)
                            .append('=')
                            .append(entry.value)
                            .append(' '));
                }
                windows.put(k, v, timestamp / 10 * 10);
                yield text.append(windows.fetch(k, timestamp / 10 * 10)).toString();
            }
            case SESSION -> sessions(context.getStateStore(store), k, v, timestamp);
            case VERSIONED -> {
                VersionedKeyValueStore<Object, String> versions = context.getStateStore(store);
                long until = variant % 5 == 4 ? -2 : versions.put(k, variant % 7 == 6 ? null : v, timestamp);
                String deleted = variant % 5 == 4 ? version(versions.delete(k, timestamp)) : "";
                yield deleted + until + " " + version(versions.get(k)) + " "
                        + version(versions.get(k, Math.max(0, timestamp - 15)));
            }
        };
    }

    private String sessions(SessionStore<Object, String> sessions, Object k, String v, long timestamp) {
        StringBuilder text = new StringBuilder();
        long start = timestamp;
        try (KeyValueIterator<Windowed<Object>, String> found = sessions.findSessions(
                k, Instant.ofEpochMilli(Math.max(0, timestamp - 20)), Instant.ofEpochMilli(timestamp + 20))) {
            while (found.hasNext()) {
                KeyValue<Windowed<Object>, String> entry = found.next();
                text.append(Functions.text(entry.key))
                        .append('=')
                        .append(entry.value)
                        .append(' ');
                start = Math.min(start, entry.key.window().start());
            }
        }
        sessions.put(new Windowed<>(k, new Span(start, timestamp)), v);
        return text.toString();
    }

    /** A session of the user's own making. */
    private static final class Span extends Window {

        Span(long startMs, long endMs) {
            super(startMs, endMs + 1);
        }

        @Override
        public boolean overlap(Window other) {
            return start() < other.end() && other.start() < end();
        }
    }

    private static String version(VersionedRecord<String> record) {
        return record == null
                ? "none"
                : record.value() + "@" + record.timestamp() + "/"
                        + record.validTo().orElse(FAR);
    }

    private static String all(KeyValueStore<Object, String> keyed) {
        StringBuilder text = new StringBuilder(" all");
        try (KeyValueIterator<Object, String> found = keyed.reverseAll()) {
            found.forEachRemaining(entry -> text.append(' ')
                    .append(Functions.text(entry.key))
                    .append('=')
                    .append(entry.value));
        }
        return text.toString();
    }
}
