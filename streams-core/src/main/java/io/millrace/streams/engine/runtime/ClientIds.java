package io.millrace.streams.engine.runtime;

import java.util.UUID;

/** How the Kafka clients of an application are named. The names are those of Kafka Streams, so that quotas and dashboards fit. */
final class ClientIds {

    private ClientIds() {}

    static String thread(String clientId, int index) {
        return clientId + "-StreamThread-" + index;
    }

    static String globalThread(String clientId) {
        return clientId + "-GlobalStreamThread";
    }

    static String globalConsumer(String threadName) {
        return threadName + "-global-consumer";
    }

    static String consumer(String threadName) {
        return threadName + "-consumer";
    }

    static String restoreConsumer(String threadName) {
        return threadName + "-restore-consumer";
    }

    static String producer(String threadName) {
        return threadName + "-producer";
    }

    static String admin(String clientId) {
        return clientId + "-admin";
    }

    /** Under which id a thread's transactions are. The same after a restart, which so ends what the process before left open. */
    static String transactions(String applicationId, UUID process, int index) {
        return applicationId + "-" + process + "-" + index;
    }
}
