/**
 * What can go wrong: the exceptions of the library, and the handlers that decide how to go on after a failure.
 *
 * <p>Types of this package know nothing of the engine that raises the exceptions and asks the handlers.
 */
@NullMarked
package io.millrace.streams.errors;

import org.jspecify.annotations.NullMarked;
