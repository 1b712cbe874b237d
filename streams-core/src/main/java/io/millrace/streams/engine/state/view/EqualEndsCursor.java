package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.HeldCursor;
import io.millrace.streams.engine.state.layout.SessionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Turns round the order of sessions of one key that end together: stores on the heap show the one that started last first, as Kafka
 * Streams' do. There is seldom more than one.
 */
final class EqualEndsCursor implements HeldCursor {

    private final HeldCursor sessions;

    /** The sessions that end together, in the order of the cursor below; the last is the one to show. */
    private final List<Entry> together = new ArrayList<>(1);

    EqualEndsCursor(HeldCursor sessions) {
        this.sessions = sessions;
        settle();
    }

    @Override
    public boolean isValid() {
        return !together.isEmpty();
    }

    @Override
    public byte[] key() {
        return onEntry().key;
    }

    @Override
    public Object held() {
        return onEntry().held;
    }

    @Override
    public void advance() {
        onEntry();
        together.remove(together.size() - 1);
        settle();
    }

    @Override
    public void close() {
        together.clear();
        sessions.close();
    }

    private void settle() {
        if (!together.isEmpty()) {
            return;
        }
        while (sessions.isValid() && (together.isEmpty() || SessionKey.endTogether(sessions.key(), onEntry().key))) {
            together.add(new Entry(sessions.key(), sessions.held()));
            sessions.advance();
        }
    }

    private Entry onEntry() {
        if (together.isEmpty()) {
            throw new NoSuchElementException("The cursor is past its last entry or closed.");
        }
        return together.get(together.size() - 1);
    }

    private record Entry(byte[] key, Object held) {}
}
