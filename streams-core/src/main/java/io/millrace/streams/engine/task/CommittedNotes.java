package io.millrace.streams.engine.task;

import io.millrace.streams.engine.log.CommitMetadata;
import io.millrace.streams.engine.state.TaskNotes;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that operators keep with the committed positions of their task. They only ever grow: each input partition has a copy, not
 * all are committed each time, and the highest is the latest. Used by the owner thread of the task.
 */
final class CommittedNotes implements TaskNotes {

    /** By the names under which they are committed. */
    private final Map<String, Long> notes = new HashMap<>();

    @Override
    public @Nullable Long noted(String name) {
        return notes.get(CommitMetadata.nameOfNote(name));
    }

    @Override
    public void note(String name, long value) {
        notes.merge(CommitMetadata.nameOfNote(name), value, Math::max);
    }

    /** Takes up what was committed with a position. */
    void takeUp(Map<String, Long> kept) {
        kept.forEach((name, value) -> {
            if (CommitMetadata.isNote(name)) {
                notes.merge(name, value, Math::max);
            }
        });
    }

    /** Adds the notes to what is committed with a position. */
    void addTo(Map<String, Long> kept) {
        kept.putAll(notes);
    }
}
