/**
 * The thread that fills the global stores of an instance: first up to the ends of their topics, then as records come. Knows nothing of
 * stream threads, and is wired by the package above.
 */
@NullMarked
package io.millrace.streams.engine.runtime.global;

import org.jspecify.annotations.NullMarked;
