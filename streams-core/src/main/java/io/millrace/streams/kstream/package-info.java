/**
 * The language in which stream and table topologies are written: operators, their options and their windows.
 *
 * <p>It holds interfaces, option values and windowed serdes, and knows nothing of how they are executed.
 */
@NullMarked
package io.millrace.streams.kstream;

import org.jspecify.annotations.NullMarked;
