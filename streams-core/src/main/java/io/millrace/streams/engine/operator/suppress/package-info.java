/** Holding changes of a table back until their time has come, so that only the last of each key is sent. */
@NullMarked
package io.millrace.streams.engine.operator.suppress;

import org.jspecify.annotations.NullMarked;
