/**
 * The pure compiler from a description to a plan: sub-topologies, internal topics, stores. Does no I/O.
 */
@NullMarked
package io.millrace.streams.engine.plan;

import org.jspecify.annotations.NullMarked;
