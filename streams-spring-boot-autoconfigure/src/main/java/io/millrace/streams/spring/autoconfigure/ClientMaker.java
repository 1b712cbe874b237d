package io.millrace.streams.spring.autoconfigure;

import io.millrace.streams.KafkaStreams;
import io.millrace.streams.StreamsConfig;
import io.millrace.streams.errors.StreamsUncaughtExceptionHandler;
import io.millrace.streams.spring.StreamsClientCustomizer;
import java.util.List;

/**
 * Makes the clients that run topologies.
 *
 * @param customizers what is called for each client before it is started
 * @param beans finds beans that properties name
 */
record ClientMaker(List<StreamsClientCustomizer> customizers, BeanLookup beans) {

    /** Who is told what happens to a client. */
    interface Observer extends KafkaStreams.StateListener {

        /** A thread of the client failed. */
        void threadFailed(Throwable failure);
    }

    KafkaStreams make(TopologyPlan plan, Observer observer) {
        StreamsUncaughtExceptionHandler uncaught =
                UncaughtChoice.of(plan.start().uncaught(), beans);
        KafkaStreams client = new KafkaStreams(plan.topology(), new StreamsConfig(plan.config()));
        try {
            client.setStateListener(observer);
            client.setUncaughtExceptionHandler(failure -> {
                observer.threadFailed(failure);
                return uncaught.handle(failure);
            });
            customizers.forEach(customizer -> customizer.customize(plan.name(), client));
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
        return client;
    }
}
