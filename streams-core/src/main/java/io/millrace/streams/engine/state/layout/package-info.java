/**
 * How keys and values of stores are laid out in bytes, on disk and in changelogs. Pure functions on arrays; knows nothing else of
 * the engine.
 */
@NullMarked
package io.millrace.streams.engine.state.layout;

import org.jspecify.annotations.NullMarked;
