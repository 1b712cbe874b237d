/** The processors of joins between tables, of transformed tables and of tables whose changes are held back. */
@NullMarked
package io.millrace.streams.engine.operator.table;

import org.jspecify.annotations.NullMarked;
