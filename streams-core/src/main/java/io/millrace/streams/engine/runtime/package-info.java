/** Threads, life cycle, rebalance and commit; the composition root of the engine. */
@NullMarked
package io.millrace.streams.engine.runtime;

import org.jspecify.annotations.NullMarked;
