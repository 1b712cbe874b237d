/**
 * The processors of windowed aggregations, one class each. They use the types of {@code engine.operator}, which knows nothing of
 * them.
 */
@NullMarked
package io.millrace.streams.engine.operator.window;

import org.jspecify.annotations.NullMarked;
