/**
 * The ports to a partitioned log: what the engine reads from, appends to and commits with. Holds no client code; of the
 * Kafka clients it names only the value types that travel on the record path.
 */
@NullMarked
package io.millrace.streams.engine.log;

import org.jspecify.annotations.NullMarked;
