/** Assignors that come with the library, to be named in {@code task.assignor.class} or extended. */
@NullMarked
package io.millrace.streams.processor.assignment.assignors;

import org.jspecify.annotations.NullMarked;
