package io.millrace.streams.spring;

/**
 * Published when a failure has ended a topology, or kept it from starting, and it is not started again by itself: restarts are
 * used up, or there are none ({@code streams.errors.restart}).
 *
 * @param topology name of the topology
 * @param failure what ended it
 */
public record StreamsFailedEvent(String topology, Throwable failure) {}
