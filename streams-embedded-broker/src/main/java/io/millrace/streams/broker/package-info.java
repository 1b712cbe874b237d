/**
 * Runs a real single-node Kafka, in this JVM or in a process of its own, for tests, development and the sample.
 *
 * <p>Nothing here knows of stream processing, and nothing here is fit for production: one node, one copy of everything,
 * no authentication, loopback only.
 */
@NullMarked
package io.millrace.streams.broker;

import org.jspecify.annotations.NullMarked;
