package io.millrace.streams.engine.topology;

import org.jspecify.annotations.Nullable;

/**
 * A repartition topic.
 *
 * @param name name without the application id
 * @param partitions the partition count asked for, null to follow what feeds it
 */
public record RepartitionSpec(String name, @Nullable Integer partitions) {}
