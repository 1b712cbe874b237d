package io.millrace.streams.engine.task;

import io.millrace.streams.engine.log.CommitMetadata;
import io.millrace.streams.engine.state.TaskNotes;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that operators keep with the committed positions of their task. They only ever grow: each input partition has a copy, not
 * all are committed each time, and the highest is the latest. Used by the owner thread of the task.
 */
final class CommittedNotes {

    /** By the names under which they are committed. */
    private final Map<String, Long> notes = new HashMap<>();

    private final Map<String, LongSupplier> kept = new HashMap<>();

    /** See {@link TaskNotes#noted}. */
    @Nullable
    Long noted(String name) {
        return notes.get(CommitMetadata.nameOfNote(name));
    }

    /** See {@link TaskNotes#keep}. */
    void keep(String name, LongSupplier value) {
        kept.put(CommitMetadata.nameOfNote(name), value);
    }

    /** Takes up what was committed with a position. */
    void takeUp(Map<String, Long> committed) {
        committed.forEach((name, value) -> {
            if (CommitMetadata.isNote(name)) {
                notes.merge(name, value, Math::max);
            }
        });
    }

    /** Adds the notes to what is committed with a position. */
    void addTo(Map<String, Long> committed) {
        kept.forEach((name, value) -> {
            long now = value.getAsLong();
            if (now >= 0) {
                notes.merge(name, now, Math::max);
            }
        });
        committed.putAll(notes);
    }
}
