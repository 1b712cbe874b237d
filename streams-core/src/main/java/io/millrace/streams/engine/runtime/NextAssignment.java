package io.millrace.streams.engine.runtime;

import io.millrace.streams.engine.log.RecordSource;

/** When a worker asks the group for another assignment of its own accord. Each round says anew. */
final class NextAssignment {

    private long atMs = Mail.AskForAssignment.NEVER;
    private String reason = "";

    void schedule(Mail.AskForAssignment ask, long elapsedMs) {
        atMs = ask.afterMs() == Mail.AskForAssignment.NEVER ? Mail.AskForAssignment.NEVER : elapsedMs + ask.afterMs();
        reason = ask.reason();
    }

    void askWhenDue(RecordSource source, long elapsedMs) {
        if (atMs != Mail.AskForAssignment.NEVER && elapsedMs >= atMs) {
            atMs = Mail.AskForAssignment.NEVER;
            source.requestRebalance(reason);
        }
    }
}
