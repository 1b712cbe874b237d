/** Brings the metrics of engine and Kafka clients, and a few of our own, to Micrometer. Needs Micrometer. */
@NullMarked
package io.millrace.streams.spring.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
