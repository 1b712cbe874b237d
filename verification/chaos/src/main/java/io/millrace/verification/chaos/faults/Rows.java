package io.millrace.verification.chaos.faults;

import io.millrace.verification.chaos.faults.app.Said;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The rows that one instance says it has, for as long as it takes to say them. */
final class Rows {

    private final Map<String, Map<String, String>> stores = new HashMap<>();
    private final CountDownLatch end = new CountDownLatch(1);

    synchronized void hear(String line) {
        String[] words = line.split(" ", 4);
        if (words[0].equals(Said.ROW)) {
            stores.computeIfAbsent(words[1], store -> new HashMap<>()).put(words[2], words[3]);
        } else if (words[0].equals(Said.ROWS_END)) {
            end.countDown();
        }
    }

    /** Waits for the end; false if it does not come in time. */
    boolean isComplete(long seconds) throws InterruptedException {
        return end.await(seconds, TimeUnit.SECONDS);
    }

    /** By store, by key, the text of the value. */
    synchronized Map<String, Map<String, String>> stores() {
        return stores;
    }
}
