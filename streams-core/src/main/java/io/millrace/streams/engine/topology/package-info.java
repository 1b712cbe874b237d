/**
 * The immutable description of nodes, topics and stores that the user's calls build. Holds values, no behaviour; knows
 * nothing of partitions, tasks or clients.
 */
@NullMarked
package io.millrace.streams.engine.topology;

import org.jspecify.annotations.NullMarked;
