package io.millrace.streams.query;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What answers and failures have in common: notes on the execution, and the position of the store. */
abstract class ExecutionNotes {

    private final List<String> lines = new ArrayList<>();
    private @Nullable Position position;

    public final void addExecutionInfo(String message) {
        lines.add(message);
    }

    public final List<String> getExecutionInfo() {
        return List.copyOf(lines);
    }

    public final void setPosition(Position position) {
        this.position = position;
    }

    public final @Nullable Position getPosition() {
        return position;
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + "{" + outcome() + ", executionInfo=" + lines + ", position=" + position
                + "}";
    }

    abstract String outcome();
}
