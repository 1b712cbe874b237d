/**
 * One sub-topology at one partition: its queues, its stream time, its punctuations, its operators and its state. Knows no thread and
 * no Kafka client; whoever steps a task owns it.
 */
@NullMarked
package io.millrace.streams.engine.task;

import org.jspecify.annotations.NullMarked;
