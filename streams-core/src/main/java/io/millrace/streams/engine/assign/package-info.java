/**
 * Who of a group runs which task: a pure assignment, its wire formats and the adapter to the consumer's group protocol. Runs
 * no task and knows no thread.
 */
@NullMarked
package io.millrace.streams.engine.assign;

import org.jspecify.annotations.NullMarked;
