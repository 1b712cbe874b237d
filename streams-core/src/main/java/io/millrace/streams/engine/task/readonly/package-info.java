/**
 * Global stores as tasks see them, which may read them and not write to them: one class for each type of store. Knows nothing of the
 * engine.
 */
@NullMarked
package io.millrace.streams.engine.task.readonly;

import org.jspecify.annotations.NullMarked;
