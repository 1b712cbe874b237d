package io.millrace.streams.engine.kafka;

import java.time.Duration;

/**
 * How internal topics are made.
 *
 * @param replicationFactor copies of each partition; -1 for the brokers' default
 * @param timeout how long one call may take in all
 * @param retryBackoff how long to wait after an error that may pass
 */
public record AdminTopicsSettings(short replicationFactor, Duration timeout, Duration retryBackoff) {}
