package io.millrace.streams.engine.state.rocks;

import io.millrace.streams.engine.state.PositionHint;
import io.millrace.streams.engine.state.PositionMark;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the hint beside a database: the positions as of the last flush that has ended. Owned by the owner thread of the database, but
 * that any thread may {@link #withdraw}.
 */
final class FlushedPositions {

    private static final Logger log = LoggerFactory.getLogger(FlushedPositions.class);

    private final PositionHint hint;
    private volatile Map<String, Long> told = Map.of();

    /** What the flush under way brings to the disk, null if there is none. */
    private volatile @Nullable Map<String, Long> flushing;

    FlushedPositions(PositionHint hint) {
        this.hint = hint;
    }

    /** The database was opened: what it has is on the disk, whatever the hint says. */
    void opened(Map<String, Long> marks) {
        Map<TopicPartition, Long> positions = PositionMark.positions(marks);
        hint.read().forEach((changelog, position) -> {
            if (position > positions.getOrDefault(changelog, 0L)) {
                log.warn(
                        "{} said that the database has {} up to offset {}, and it has it up to {}: did it lose what had"
                                + " been written, or was it replaced by an older copy? The rest is restored",
                        hint,
                        changelog,
                        position,
                        positions.getOrDefault(changelog, 0L));
            }
        });
        hint.withdraw();
        tell(marks);
    }

    /** A flush was begun that ends some time. */
    void flushBegan(Map<String, Long> marks) {
        flushing = marks;
    }

    /** Whether the end of a flush should be told. */
    boolean isFlushing() {
        return flushing != null;
    }

    /** The flush that was begun has ended. */
    void flushEnded() {
        Map<String, Long> flushed = flushing;
        if (flushed != null) {
            tell(flushed);
        }
    }

    /** Everything up to now is on the disk. */
    void flushed(Map<String, Long> marks) {
        tell(marks);
    }

    /** To be called before marks are written: a position that goes back must not have been there before. */
    void beforeWrite(Map<String, Long> marks) {
        Map<String, Long> ending = flushing;
        if (goesBack(told, marks) || (ending != null && goesBack(ending, marks))) {
            withdraw();
        }
    }

    private static boolean goesBack(Map<String, Long> from, Map<String, Long> to) {
        for (Map.Entry<String, Long> mark : to.entrySet()) {
            Long before = from.get(mark.getKey());
            if (before != null && mark.getValue() < before) {
                return true;
            }
        }
        return false;
    }

    /** Nothing is told until the next flush. */
    void withdraw() {
        told = Map.of();
        flushing = null;
        hint.withdraw();
    }

    private void tell(Map<String, Long> marks) {
        flushing = null;
        Map<String, Long> positions = new HashMap<>(marks);
        positions.values().removeIf(position -> position < 0);
        if (!positions.equals(told)) {
            hint.tell(positions);
            told = positions;
        }
    }
}
