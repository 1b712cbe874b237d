/** RocksDB as a state backend. The only place that knows RocksDB. */
@NullMarked
package io.millrace.streams.engine.state.rocks;

import org.jspecify.annotations.NullMarked;
