/**
 * The entry to the library: the topology and its description, the configuration, the client and what it tells about itself.
 *
 * <p>Only the doors of this package know the engine.
 */
@NullMarked
package io.millrace.streams;

import org.jspecify.annotations.NullMarked;
