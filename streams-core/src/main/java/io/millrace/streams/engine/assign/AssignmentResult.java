package io.millrace.streams.engine.assign;

import io.millrace.streams.processor.TaskId;
import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who runs what.
 *
 * @param byMember the tasks of every member, by member id
 * @param probe whether tasks wait for state to be warmed up, so that another assignment should be made after a while
 */
public record AssignmentResult(Map<String, MemberTasks> byMember, boolean probe) {

    public AssignmentResult {
        byMember = Collections.unmodifiableMap(new TreeMap<>(byMember));
    }

    /**
     * The tasks of one member.
     *
     * @param active tasks it runs
     * @param standby tasks whose state it keeps up to date for others
     */
    public record MemberTasks(SortedSet<TaskId> active, SortedSet<TaskId> standby) {

        public MemberTasks {
            active = Collections.unmodifiableSortedSet(new TreeSet<>(active));
            standby = Collections.unmodifiableSortedSet(new TreeSet<>(standby));
        }
    }
}
