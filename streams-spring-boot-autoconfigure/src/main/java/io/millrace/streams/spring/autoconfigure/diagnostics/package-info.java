/** The mistakes that keep an application from starting, each with what happened and what to do about it. */
@NullMarked
package io.millrace.streams.spring.autoconfigure.diagnostics;

import org.jspecify.annotations.NullMarked;
