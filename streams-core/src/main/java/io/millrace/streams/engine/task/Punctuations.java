package io.millrace.streams.engine.task;

import io.millrace.streams.engine.crash.CrashPoint;
import io.millrace.streams.processor.Cancellable;
import io.millrace.streams.processor.Punctuator;
import java.util.Comparator;
import java.util.PriorityQueue;

/** The scheduled punctuations of a task in one kind of time. */
final class Punctuations {

    private final PriorityQueue<Schedule> due = new PriorityQueue<>(Comparator.comparingLong(s -> s.nextMs));

    /** Calls a punctuator on behalf of the node that scheduled it. */
    interface Caller {
        void call(ProcessorNode node, Punctuator punctuator, long timestampMs);
    }

    /** Schedules a punctuation; it first fires when time reaches {@code firstMs}. */
    Cancellable schedule(ProcessorNode node, long firstMs, long intervalMs, Punctuator punctuator) {
        Schedule schedule = new Schedule(node, firstMs, intervalMs, punctuator);
        due.add(schedule);
        return schedule;
    }

    /** Whether something may have to be called at this time. */
    boolean isDue(long nowMs) {
        Schedule first = due.peek();
        return first != null && first.nextMs <= nowMs;
    }

    /** Calls what is due, each schedule once however many intervals were missed. Returns how many were called. */
    int fire(long nowMs, Caller caller) {
        int fired = 0;
        while (isDue(nowMs)) {
            Schedule schedule = due.remove();
            if (schedule.cancelled) {
                continue;
            }
            caller.call(schedule.node, schedule.punctuator, nowMs);
            CrashPoint.FIRING.pass();
            fired++;
            if (!schedule.cancelled) {
                schedule.skipTo(nowMs);
                due.add(schedule);
            }
        }
        return fired;
    }

    private static final class Schedule implements Cancellable {

        private final ProcessorNode node;
        private final long intervalMs;
        private final Punctuator punctuator;
        private long nextMs;
        private boolean cancelled;

        private Schedule(ProcessorNode node, long nextMs, long intervalMs, Punctuator punctuator) {
            this.node = node;
            this.nextMs = nextMs;
            this.intervalMs = intervalMs;
            this.punctuator = punctuator;
        }

        private void skipTo(long nowMs) {
            long missed = (nowMs - nextMs) / intervalMs;
            nextMs += (missed + 1) * intervalMs;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }
}
