/** The catalogue of metrics and the meters that feed them. Knows the clock, and nothing of tasks or stores. */
@NullMarked
package io.millrace.streams.engine.metrics;

import org.jspecify.annotations.NullMarked;
