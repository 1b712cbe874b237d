package io.millrace.streams.spring.autoconfigure;

import io.millrace.streams.KafkaStreams;
import io.millrace.streams.StreamsConfig;
import io.millrace.streams.errors.StreamsUncaughtExceptionHandler;
import io.millrace.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.millrace.streams.processor.StandbyUpdateListener;
import io.millrace.streams.processor.StateRestoreListener;
import io.millrace.streams.spring.StreamsClientCustomizer;
import io.millrace.streams.spring.autoconfigure.bridge.FailureWatch;
import io.millrace.streams.spring.autoconfigure.bridge.FailureWatch.Stage;
import io.millrace.streams.spring.autoconfigure.bridge.RestoreEvents;
import io.millrace.streams.spring.autoconfigure.bridge.StandbyListeners;
import io.millrace.streams.spring.autoconfigure.bridge.Watched.Watches;
import io.millrace.streams.state.HostInfo;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.util.ClassUtils;

/**
 * Makes the clients that run topologies.
 *
 * @param customizers what is called for each client before it is started
 * @param listeners who is told of restores, standby stores and failures
 * @param events where events go
 * @param beans finds beans that properties name, and the application's classes
 * @param server where other instances reach this one
 */
record ClientMaker(
        List<StreamsClientCustomizer> customizers,
        Listeners listeners,
        ApplicationEventPublisher events,
        BeanLookup beans,
        ApplicationServer server) {

    /**
     * Who is told what.
     *
     * @param restores told of restores
     * @param standbys told of standby stores
     * @param failures told of threads that failed
     */
    record Listeners(
            List<StateRestoreListener> restores, List<StandbyUpdateListener> standbys, List<FailureWatch> failures) {}

    /** Who is told what happens to a client. */
    interface Observer extends KafkaStreams.StateListener {

        /** A thread of the client failed. */
        void threadFailed(Throwable failure);

        /** What was decided to do about it. */
        void decided(StreamThreadExceptionResponse response);
    }

    /** The configuration of a client that is made now, with the address at which other instances reach it. */
    Map<String, Object> config(TopologyPlan plan) {
        HostInfo address = server.of(plan.config());
        if (address == null) {
            return plan.config();
        }
        Map<String, Object> config = new LinkedHashMap<>(plan.config());
        config.put(StreamsConfig.APPLICATION_SERVER_CONFIG, ApplicationServer.text(address));
        return Collections.unmodifiableMap(config);
    }

    /** Makes a client; whoever asks for it, classes are looked up where those of the application are. */
    KafkaStreams make(TopologyPlan plan, Observer observer) {
        ClassLoader before = ClassUtils.overrideThreadContextClassLoader(beans.classLoader());
        try {
            return made(plan, observer);
        } finally {
            ClassUtils.overrideThreadContextClassLoader(before);
        }
    }

    private KafkaStreams made(TopologyPlan plan, Observer observer) {
        Watches watches = new Watches(
                plan.name(),
                listeners.failures().stream()
                        .filter(watch -> watch.watches(plan.name()))
                        .toList());
        StreamsUncaughtExceptionHandler uncaught = UncaughtChoice.of(plan.run().uncaught(), beans);
        KafkaStreams client = new KafkaStreams(plan.topology(), new StreamsConfig(config(plan)));
        try {
            client.setStateListener(observer);
            client.setUncaughtExceptionHandler(failure -> {
                watches.failed(Stage.THREAD, failure);
                observer.threadFailed(failure);
                StreamThreadExceptionResponse response = uncaught.handle(failure);
                observer.decided(response);
                return response;
            });
            client.setGlobalStateRestoreListener(new RestoreEvents(plan.name(), listeners.restores(), events));
            if (!listeners.standbys().isEmpty()) {
                client.setStandbyUpdateListener(new StandbyListeners(listeners.standbys()));
            }
            customizers.forEach(customizer -> customizer.customize(plan.name(), client));
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
        return client;
    }
}
