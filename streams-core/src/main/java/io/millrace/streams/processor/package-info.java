/**
 * What a processor, a state store and a timestamp extractor are to the library, and what it offers them while they run.
 *
 * <p>Types of this package describe contracts only; they know nothing of the engine that fulfils them.
 */
@NullMarked
package io.millrace.streams.processor;

import org.jspecify.annotations.NullMarked;
