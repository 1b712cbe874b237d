package io.millrace.streams.engine.operator;

import io.millrace.streams.engine.state.TaskNotes;
import io.millrace.streams.processor.api.ProcessingContext;

/**
 * The stream time of an operator: the latest timestamp among the records it took, which is not that of the task, because others may
 * take records that this one never sees. It is kept with the positions of the task, so that a record that is late stays late after
 * a restart. Owned by the thread of the task.
 */
public final class OperatorTime {

    private long nowMs = -1;

    /**
     * Goes on where the task left off.
     *
     * @param storeName the store of the operator, which others may share
     */
    public OperatorTime(ProcessingContext context, String storeName) {
        if (context instanceof TaskNotes notes) {
            String note = storeName + "/time/" + notes.operatorName();
            Long noted = notes.noted(note);
            if (noted != null) {
                nowMs = noted;
            }
            notes.keep(note, () -> nowMs);
        }
    }

    /** Takes a record's timestamp into account, and answers the time it is then. */
    public long observe(long timestampMs) {
        if (timestampMs > nowMs) {
            nowMs = timestampMs;
        }
        return nowMs;
    }
}
