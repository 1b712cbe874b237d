/** Reads from outside: which stores this instance hosts, and views over all local partitions of a store. Changes nothing. */
@NullMarked
package io.millrace.streams.engine.query;

import org.jspecify.annotations.NullMarked;
