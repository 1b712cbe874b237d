/**
 * The interfaces by which user code processes records: processors, their suppliers, the records and the context.
 *
 * <p>Types of this package describe contracts and values only; they know nothing of the engine that runs them.
 */
@NullMarked
package io.millrace.streams.processor.api;

import org.jspecify.annotations.NullMarked;
