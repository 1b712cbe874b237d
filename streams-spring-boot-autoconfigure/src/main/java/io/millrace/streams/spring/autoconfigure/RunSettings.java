package io.millrace.streams.spring.autoconfigure;

import io.millrace.streams.spring.autoconfigure.TopicProperties.OnTimeout;
import io.millrace.streams.spring.autoconfigure.TopicProperties.WaitFor;
import java.time.Duration;

/**
 * How a topology is started, ended and started again: what is set for it, else what is set for all, else the default.
 *
 * @param autoStartup whether to start with the application
 * @param cleanupFirst whether to delete the local state before a start
 * @param topics what is waited for before a start
 * @param uncaught what to do when a thread fails
 * @param restart how often to start again after a failure
 * @param end how to end
 */
record RunSettings(
        boolean autoStartup,
        boolean cleanupFirst,
        TopicSettings topics,
        String uncaught,
        RestartSettings restart,
        EndSettings end) {

    /**
     * What is waited for before a start.
     *
     * @param waitFor what to wait for
     * @param waitTimeout how long to wait
     * @param onTimeout what to do then
     * @param autoCreate whether to create missing topics
     */
    record TopicSettings(WaitFor waitFor, Duration waitTimeout, OnTimeout onTimeout, boolean autoCreate) {}

    /**
     * How often to start again after a failure.
     *
     * @param maxAttempts how often
     * @param backoff how long to wait before the first time
     * @param maxBackoff how long to wait at most
     * @param resetAfter how long it must have run for the failures before to be forgotten
     */
    record RestartSettings(int maxAttempts, Duration backoff, Duration maxBackoff, Duration resetAfter) {}

    /**
     * How to end.
     *
     * @param timeout how long to wait for the end
     * @param leaveGroup whether to leave the consumer group
     * @param cleanup whether to delete the local state then
     */
    record EndSettings(Duration timeout, boolean leaveGroup, boolean cleanup) {}

    /** Reads the settings of a topology. */
    static RunSettings of(StreamsProperties all, String name) {
        return new RunSettings(
                all.inherited(name, TopologyProperties::getAutoStartup, true),
                all.inherited(name, own -> own.getCleanup().getOnStartup(), false),
                new TopicSettings(
                        all.inherited(name, own -> own.getTopics().getWait(), WaitFor.SOURCES),
                        all.inherited(name, own -> own.getTopics().getWaitTimeout(), Duration.ofSeconds(60)),
                        all.inherited(name, own -> own.getTopics().getOnTimeout(), OnTimeout.FAIL),
                        all.inherited(name, own -> own.getTopics().getAutoCreate(), false)),
                all.inherited(name, own -> own.getErrors().getUncaught(), UncaughtChoice.DEFAULT),
                new RestartSettings(
                        all.inherited(name, own -> own.getErrors().getRestart().getMaxAttempts(), 5),
                        all.inherited(name, own -> own.getErrors().getRestart().getBackoff(), Duration.ofSeconds(1)),
                        all.inherited(name, own -> own.getErrors().getRestart().getMaxBackoff(), Duration.ofMinutes(1)),
                        all.inherited(
                                name, own -> own.getErrors().getRestart().getResetAfter(), Duration.ofMinutes(10))),
                new EndSettings(
                        all.inherited(name, TopologyProperties::getCloseTimeout, Duration.ofSeconds(20)),
                        all.inherited(name, TopologyProperties::getLeaveGroupOnClose, true),
                        all.inherited(name, own -> own.getCleanup().getOnShutdown(), false)));
    }
}
