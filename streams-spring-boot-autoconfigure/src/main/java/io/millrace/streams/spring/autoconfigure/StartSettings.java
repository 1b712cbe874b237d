package io.millrace.streams.spring.autoconfigure;

import io.millrace.streams.spring.autoconfigure.TopicProperties.OnTimeout;
import io.millrace.streams.spring.autoconfigure.TopicProperties.WaitFor;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a topology is started: what is set for it, else what is set for all, else the default.
 *
 * @param autoStartup whether to start with the application
 * @param waitFor what to wait for
 * @param waitTimeout how long to wait
 * @param onTimeout what to do then
 * @param autoCreate whether to create missing topics
 * @param uncaught what to do when a thread fails
 */
record StartSettings(
        boolean autoStartup,
        WaitFor waitFor,
        Duration waitTimeout,
        OnTimeout onTimeout,
        boolean autoCreate,
        String uncaught) {

    static StartSettings of(TopologyProperties own, TopologyProperties all) {
        TopicProperties ownTopics = own.getTopics();
        TopicProperties allTopics = all.getTopics();
        return new StartSettings(
                first(own.getAutoStartup(), all.getAutoStartup(), true),
                first(ownTopics.getWait(), allTopics.getWait(), WaitFor.SOURCES),
                first(ownTopics.getWaitTimeout(), allTopics.getWaitTimeout(), Duration.ofSeconds(60)),
                first(ownTopics.getOnTimeout(), allTopics.getOnTimeout(), OnTimeout.FAIL),
                first(ownTopics.getAutoCreate(), allTopics.getAutoCreate(), false),
                first(own.getErrors().getUncaught(), all.getErrors().getUncaught(), UncaughtChoice.DEFAULT));
    }

    private static <T> T first(@Nullable T own, @Nullable T all, T otherwise) {
        return own != null ? own : all != null ? all : otherwise;
    }
}
