package io.millrace.verification.fuzz.interpreter;

import io.millrace.streams.KeyValue;
import io.millrace.streams.kstream.Window;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.processor.Cancellable;
import io.millrace.streams.processor.PunctuationType;
import io.millrace.streams.processor.Punctuator;
import io.millrace.streams.processor.api.ProcessingContext;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.SessionStore;
import io.millrace.streams.state.TimestampedKeyValueStore;
import io.millrace.streams.state.TimestampedKeyValueStoreWithHeaders;
import io.millrace.streams.state.ValueAndTimestamp;
import io.millrace.streams.state.ValueTimestampHeaders;
import io.millrace.streams.state.VersionedKeyValueStore;
import io.millrace.streams.state.VersionedRecord;
import io.millrace.streams.state.WindowStore;
import io.millrace.streams.state.WindowStoreIterator;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * What a generated processor does, the same for both kinds of processor.
 *
 * @param label its name among the events
 * @param variant of its functions
 * @param key of its results
 * @param value of its results
 * @param use of its store
 * @param store its name
 * @param duplicates whether a store of windows keeps all records of a window
 * @param punctuation 0 to 2 none, 3 by stream time, 4 by the wall clock, 5 by both
 * @param fragile whether it fails now and then
 * @param events where it notes what it saw
 */
record ProcessorScript(
        String label,
        int variant,
        Type key,
        Type value,
        ProcessOps.StoreUse use,
        String store,
        boolean duplicates,
        int punctuation,
        boolean fragile,
        List<String> events) {

    private static final long FAR = 1_000_000;

    void schedule(ProcessingContext context, Punctuator punctuator) {
        if (punctuation == 3 || punctuation == 5) {
            Ending ending = new Ending(variant % 3 == 1 ? 500 : FAR, this, punctuator);
            ending.scheduled = context.schedule(Type.ms(50), PunctuationType.STREAM_TIME, ending);
        }
        if (punctuation == 4) {
            Ending ending = new Ending(variant % 3 == 1 ? 200 : FAR, this, punctuator);
            ending.scheduled = context.schedule(Type.ms(30), PunctuationType.WALL_CLOCK_TIME, ending);
        }
        if (punctuation == 5) {
            context.schedule(Instant.ofEpochMilli(40), Type.ms(100), PunctuationType.WALL_CLOCK_TIME, punctuator);
        }
    }

    /** A punctuation that is cancelled after some time, and may fail. */
    private static final class Ending implements Punctuator {

        private final long endMs;
        private final ProcessorScript script;
        private final Punctuator punctuator;
        private Cancellable scheduled;

        Ending(long endMs, ProcessorScript script, Punctuator punctuator) {
            this.endMs = endMs;
            this.script = script;
            this.punctuator = punctuator;
        }

        @Override
        public void punctuate(long timestamp) {
            punctuator.punctuate(timestamp);
            if (timestamp > endMs) {
                scheduled.cancel();
            }
            Functions.risk(script.fragile, script.variant, timestamp);
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
            // Entry "metadata of punctuations".
            seen += context.recordMetadata()
                    .filter(metadata -> metadata.topic() != null)
                    .map(metadata -> " of " + metadata.topic() + "-" + metadata.partition() + "@" + metadata.offset())
                    .orElse(" of a punctuation");
        }
        events.add(label + " " + Functions.text(recordKey) + ": " + seen + " at " + timestamp + " stream time "
                + context.currentStreamTimeMs() + " clock " + context.currentSystemTimeMs() + " task "
                + context.taskId() + " state "
                + state);
        Functions.risk(fragile, variant, recordValue);
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
                yield before + " " + keyed.putIfAbsent(k, "x") + (keyed.persistent() ? several(keyed, k) : "");
            }
            case TIMESTAMPED -> {
                TimestampedKeyValueStore<Object, String> stamped = context.getStateStore(store);
                ValueAndTimestamp<String> before = stamped.get(k);
                stamped.put(k, ValueAndTimestamp.make(v, timestamp));
                yield Functions.text(before);
            }
            case HEADERS -> {
                TimestampedKeyValueStoreWithHeaders<Object, String> kept = context.getStateStore(store);
                String before = Functions.text(kept.get(k));
                RecordHeaders headers = new RecordHeaders();
                headers.add("of", Functions.text(k).getBytes(StandardCharsets.UTF_8));
                kept.put(k, ValueTimestampHeaders.make(v, timestamp, headers));
                yield before;
            }
            case WINDOW -> windows(context.getStateStore(store), k, v, timestamp, context.currentStreamTimeMs());
            case SESSION -> sessions(context.getStateStore(store), k, v, timestamp);
            case VERSIONED -> {
                VersionedKeyValueStore<Object, String> versions = context.getStateStore(store);
                boolean deletes = variant % 5 == 4;
                boolean putsNull = variant % 7 == 6;
                long asOf = Materials.versionMs(timestamp, deletes || putsNull);
                long until = deletes ? -2 : versions.put(k, putsNull ? null : v, asOf);
                String deleted = deletes ? version(versions.delete(k, asOf)) : "";
                yield deleted + until + " " + version(versions.get(k)) + " "
                        + version(versions.get(k, Math.max(0, timestamp - 15)));
            }
        };
    }

    private String windows(WindowStore<Object, String> windows, Object k, String v, long timestamp, long streamTimeMs) {
        StringBuilder text = new StringBuilder();
        try (WindowStoreIterator<String> found = variant % 2 == 0
                ? windows.fetch(
                        k, Instant.ofEpochMilli(Math.max(0, timestamp - 60)), Instant.ofEpochMilli(timestamp + 20))
                : windows.backwardFetch(
                        k, Instant.ofEpochMilli(Math.max(0, timestamp - 60)), Instant.ofEpochMilli(timestamp + 20))) {
            found.forEachRemaining(entry ->
                    text.append(entry.key).append('=').append(entry.value).append(' '));
        }
        long start = timestamp / 10 * 10;
        String written = variant % 7 == 5 && text.length() > 8 ? null : v;
        windows.put(k, written, start);
        if (variant % 5 == 3) {
            text.append(spans(
                    windows.fetchAll(
                            Instant.ofEpochMilli(Math.max(0, timestamp - 30)), Instant.ofEpochMilli(timestamp)),
                    true));
        }
        // Entry "numbers of dropped records".
        if (!duplicates || (written != null && start > streamTimeMs - ProcessOps.WINDOWS_KEPT_MS)) {
            text.append(windows.fetch(k, start));
        }
        return text.toString();
    }

    private String sessions(SessionStore<Object, String> sessions, Object k, String v, long timestamp) {
        StringBuilder text = new StringBuilder();
        long start = timestamp;
        List<Windowed<Object>> overlapped = new ArrayList<>();
        try (KeyValueIterator<Windowed<Object>, String> found = sessions.findSessions(
                k, Instant.ofEpochMilli(Math.max(0, timestamp - 20)), Instant.ofEpochMilli(timestamp + 20))) {
            while (found.hasNext()) {
                KeyValue<Windowed<Object>, String> entry = found.next();
                text.append(Functions.text(entry.key))
                        .append('=')
                        .append(entry.value)
                        .append(' ');
                start = Math.min(start, entry.key.window().start());
                overlapped.add(entry.key);
            }
        }
        if (variant % 3 == 2) {
            overlapped.forEach(sessions::remove);
        }
        if (variant % 5 == 1) {
            text.append(spans(sessions.backwardFetch(k), false));
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

    /** What is found, sorted if no order is promised. */
    private static String spans(KeyValueIterator<Windowed<Object>, String> found, boolean sorted) {
        List<String> spans = new ArrayList<>();
        try (found) {
            found.forEachRemaining(entry -> spans.add(Functions.text(entry.key) + "=" + entry.value));
        }
        if (sorted) {
            Collections.sort(spans);
        }
        return spans.toString();
    }

    private String several(KeyValueStore<Object, String> keyed, Object k) {
        if (variant % 4 != 3) {
            return all(keyed);
        }
        StringBuilder text = new StringBuilder(" up to here");
        try (KeyValueIterator<Object, String> found = keyed.range(null, k)) {
            found.forEachRemaining(entry -> text.append(' ')
                    .append(Functions.text(entry.key))
                    .append('=')
                    .append(entry.value));
        }
        return text.toString();
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
