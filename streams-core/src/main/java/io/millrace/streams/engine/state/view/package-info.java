/**
 * Typed stores: a serde and a key layout over the bytes that a task's state holds. One class per flavour; knows no backend but
 * the one in memory, for stores that live outside of a task.
 */
@NullMarked
package io.millrace.streams.engine.state.view;

import org.jspecify.annotations.NullMarked;
