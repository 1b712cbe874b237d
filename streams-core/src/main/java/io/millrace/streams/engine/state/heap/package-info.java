/** Sorted maps as a state backend, which a restart forgets. */
@NullMarked
package io.millrace.streams.engine.state.heap;

import org.jspecify.annotations.NullMarked;
