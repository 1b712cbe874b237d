/**
 * How user code may assign the tasks of an application to its clients.
 *
 * <p>Types of this package are values and contracts; they know nothing of the engine that asks for an assignment.
 */
@NullMarked
package io.millrace.streams.processor.assignment;

import org.jspecify.annotations.NullMarked;
