/** Streams and tables run by the test driver, which is the same engine without threads and Kafka. */
@NullMarked
package io.millrace.streams.dsl;

import org.jspecify.annotations.NullMarked;
