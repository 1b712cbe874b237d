package io.millrace.streams.engine.runtime;

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
}
