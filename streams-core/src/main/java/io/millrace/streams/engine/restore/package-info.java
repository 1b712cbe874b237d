/**
 * Brings the state of tasks up to their changelogs, on a thread of its own. Decides nothing about who owns a task, and commits
 * nothing.
 */
@NullMarked
package io.millrace.streams.engine.restore;

import org.jspecify.annotations.NullMarked;
