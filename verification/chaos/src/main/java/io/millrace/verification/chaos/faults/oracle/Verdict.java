package io.millrace.verification.chaos.faults.oracle;

import java.util.ArrayList;
import java.util.List;

/** Counts what is not as it must be, and keeps some of it in words. */
final class Verdict {

    private static final int SHOWN = 10;

    private final List<String> complaints = new ArrayList<>();
    private long lost;
    private long doubled;
    private long wrong;

    void lost(long count, String complaint) {
        if (count > 0) {
            lost += count;
            complain(complaint);
        }
    }

    /** One output too many; whether that is allowed is not decided here. */
    void doubled() {
        doubled++;
    }

    void wrong(String complaint) {
        wrong++;
        complain(complaint);
    }

    private void complain(String complaint) {
        if (complaints.size() < SHOWN) {
            complaints.add(complaint);
        }
    }

    Findings findings(long inputs, long mostInCommit) {
        return new Findings(inputs, lost, doubled, wrong, mostInCommit, List.copyOf(complaints));
    }
}
