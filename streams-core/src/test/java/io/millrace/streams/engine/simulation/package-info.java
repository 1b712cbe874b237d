/** A Kafka cluster in one thread: logs, group, transactions and clients whose every step, delay and fault is drawn from a seed. */
@NullMarked
package io.millrace.streams.engine.simulation;

import org.jspecify.annotations.NullMarked;
