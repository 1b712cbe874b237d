/**
 * Tells the time. Nothing below the runtime asks the system clock itself. May not know anything of Kafka or of streams.
 */
@NullMarked
package io.millrace.streams.engine.time;

import org.jspecify.annotations.NullMarked;
