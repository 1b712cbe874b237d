package io.millrace.streams.spring.autoconfigure;

import io.millrace.streams.CloseOptions;
import io.millrace.streams.CloseOptions.GroupMembershipOperation;
import io.millrace.streams.KafkaStreams;
import io.millrace.streams.spring.autoconfigure.RunSettings.EndSettings;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends clients as their settings say.
 *
 * @param topology name of their topology
 * @param settings how to end
 */
record ClientEnd(String topology, EndSettings settings) {

    private static final Logger log = LoggerFactory.getLogger(ClientEnd.class);

    /** Ends a client; returns whether it has ended in time. */
    boolean close(KafkaStreams client, Duration timeout) {
        boolean ended = client.close(CloseOptions.timeout(timeout)
                .withGroupMembershipOperation(
                        settings.leaveGroup()
                                ? GroupMembershipOperation.LEAVE_GROUP
                                : GroupMembershipOperation.REMAIN_IN_GROUP));
        if (!ended) {
            log.warn(
                    "Stream topology {} did not end within {}; it goes on ending in the background", topology, timeout);
            return false;
        }
        log.info("Stopped stream topology {}", topology);
        if (settings.cleanup()) {
            try {
                client.cleanUp();
            } catch (RuntimeException e) {
                log.warn("The local state of stream topology {} could not be deleted", topology, e);
            }
        }
        return true;
    }
}
