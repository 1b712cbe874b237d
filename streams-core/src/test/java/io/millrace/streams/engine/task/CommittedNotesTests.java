package io.millrace.streams.engine.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.engine.log.CommitMetadata;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CommittedNotesTests {

    private final CommittedNotes notes = new CommittedNotes();

    @Test
    void aTaskThatGoesOnElsewhereFindsWhatWasNoted() {
        notes.keep("store", () -> 42);
        Map<String, Long> kept = new HashMap<>(Map.of("c1", 7L));
        notes.addTo(kept);

        CommittedNotes taken = new CommittedNotes();
        taken.takeUp(CommitMetadata.decode(new CommitMetadata(5, kept).encode()).changelogEnds());

        assertThat(taken.noted("store")).isEqualTo(42L);
        assertThat(taken.noted("other")).isNull();
    }

    @Test
    void aNumberThatIsNotThereYetIsNotKept() {
        notes.keep("store", () -> -1);
        Map<String, Long> kept = new HashMap<>();
        notes.addTo(kept);

        assertThat(kept).isEmpty();
    }

    @Test
    void theHighestOfTheCopiesCounts() {
        notes.takeUp(Map.of(CommitMetadata.nameOfNote("store"), 42L));
        notes.takeUp(Map.of(CommitMetadata.nameOfNote("store"), 40L));

        assertThat(notes.noted("store")).isEqualTo(42L);
    }
}
