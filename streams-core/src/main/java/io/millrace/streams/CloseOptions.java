package io.millrace.streams;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How to close a client: how long to wait, and whether to leave the group. */
public class CloseOptions {

    /** What to do about the membership in the group. */
    public enum GroupMembershipOperation {

        /** Leave the group, so that the others take over the tasks at once. */
        LEAVE_GROUP,

        /** Stay in the group until the session times out, so that a quick restart finds the tasks still there. */
        REMAIN_IN_GROUP
    }

    /** What to do about the membership in the group. */
    protected GroupMembershipOperation operation = GroupMembershipOperation.REMAIN_IN_GROUP;

    /** How long to wait for the threads to end; empty to wait without limit. */
    protected Optional<Duration> timeout = Optional.of(Duration.ofMillis(Long.MAX_VALUE));

    /**
     * Copies other options.
     *
     * @param closeOptions the options to copy
     */
    protected CloseOptions(CloseOptions closeOptions) {
        operation = closeOptions.operation;
        timeout = closeOptions.timeout;
    }

    private CloseOptions() {}

    /**
     * Waits for a limited time and remains in the group.
     *
     * @param timeout how long to wait; null to wait without limit
     * @return new options
     */
    public static CloseOptions timeout(@Nullable Duration timeout) {
        return new CloseOptions().withTimeout(timeout);
    }

    /**
     * Does something about the membership in the group, and waits without limit.
     *
     * @param operation what to do
     * @return new options
     */
    public static CloseOptions groupMembershipOperation(GroupMembershipOperation operation) {
        return new CloseOptions().withGroupMembershipOperation(operation);
    }

    /**
     * Sets how long to wait.
     *
     * @param timeout how long to wait; null to wait without limit
     * @return these options
     */
    public CloseOptions withTimeout(@Nullable Duration timeout) {
        this.timeout = Optional.ofNullable(timeout);
        return this;
    }

    /**
     * Sets what to do about the membership in the group.
     *
     * @param operation what to do
     * @return these options
     */
    public CloseOptions withGroupMembershipOperation(GroupMembershipOperation operation) {
        this.operation = Objects.requireNonNull(operation, "operation should not be null");
        return this;
    }
}
