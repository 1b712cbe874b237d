package io.millrace.verification.chaos.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one instance restored, over all its starts. */
final class Restores {

    private final Map<String, Long> starts = new HashMap<>();
    private final Map<String, Boolean> complete = new HashMap<>();
    private final List<Long> tails = new ArrayList<>();
    private int first;
    private int rebuilds;
    private int threadsEnded;

    /** Takes a line that the instance printed. */
    synchronized void hear(String line) {
        if (line.startsWith(FaultApplication.THREAD_ENDED)) {
            threadsEnded++;
        } else if (line.startsWith(FaultApplication.RESTORED)) {
            String[] words = line.substring(FaultApplication.RESTORED.length()).split(" ", -1);
            if (words[0].equals("from")) {
                starts.put(words[1], Long.parseLong(words[2]));
            } else {
                ended(words[1], Long.parseLong(words[2]));
            }
        }
    }

    /** State that was complete once is restored from where it was; a start at the beginning means that it was lost. */
    private void ended(String changelog, long records) {
        boolean before = Boolean.TRUE.equals(complete.put(changelog, true));
        boolean whole = starts.getOrDefault(changelog, 0L) == 0 && records > 0;
        if (!before) {
            first++;
        } else if (whole) {
            rebuilds++;
        } else {
            tails.add(records);
        }
    }

    /** Restores of a store that the instance had not had before. */
    synchronized int first() {
        return first;
    }

    /** Restores from the beginning of a store that the instance had had. */
    synchronized int rebuilds() {
        return rebuilds;
    }

    /** How many records each of the others took. */
    synchronized List<Long> tails() {
        return List.copyOf(tails);
    }

    synchronized int threadsEnded() {
        return threadsEnded;
    }
}
