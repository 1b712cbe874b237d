/** The settings of the engine, read from {@link io.millrace.streams.StreamsConfig} once. Below this package there are no string keys. */
@NullMarked
package io.millrace.streams.engine.config;

import org.jspecify.annotations.NullMarked;
