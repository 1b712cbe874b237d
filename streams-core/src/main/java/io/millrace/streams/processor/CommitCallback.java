package io.millrace.streams.processor;

import java.io.IOException;

/** A callback that a state store registers to be told when its task commits. */
@FunctionalInterface
public interface CommitCallback {

    /**
     * Runs after the task's input positions and changes are committed.
     *
     * @throws IOException if the store cannot persist what belongs to the commit
     */
    void onCommit() throws IOException;
}
