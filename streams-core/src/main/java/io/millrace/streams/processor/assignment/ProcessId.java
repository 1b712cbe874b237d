package io.millrace.streams.processor.assignment;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Names a client of the application: one process, or one client object within it. */
public class ProcessId implements Comparable<ProcessId> {

    private final UUID id;

    /**
     * Names a client.
     *
     * @param id the id
     */
    public ProcessId(UUID id) {
        this.id = Objects.requireNonNull(id, "id");
    }

    /**
     * The id.
     *
     * @return the id
     */
    public UUID id() {
        return id;
    }

    /**
     * Creates an id that no other client has.
     *
     * @return a new id
     */
    public static ProcessId randomProcessId() {
        return new ProcessId(UUID.randomUUID());
    }

    @Override
    public String toString() {
        return id.toString();
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ProcessId process && id.equals(process.id);
    }

    @Override
    public int compareTo(ProcessId other) {
        return id.compareTo(other.id);
    }
}
