/**
 * Questions to state stores from outside the topology: queries, positions and results.
 *
 * <p>Types of this package are values; they know nothing of the engine that answers.
 */
@NullMarked
package io.millrace.streams.query;

import org.jspecify.annotations.NullMarked;
