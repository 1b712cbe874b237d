/** The processors of joins. They know stores by the names they were told, and nothing of how the DSL came to make them. */
@NullMarked
package io.millrace.streams.engine.operator.join;

import org.jspecify.annotations.NullMarked;
