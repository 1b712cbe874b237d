/**
 * The processors that the operators of the DSL turn into. Each works on the state of one task through typed stores, on the
 * thread that owns the task; none knows of topics, partitions or other operators.
 */
@NullMarked
package io.millrace.streams.engine.operator;

import org.jspecify.annotations.NullMarked;
