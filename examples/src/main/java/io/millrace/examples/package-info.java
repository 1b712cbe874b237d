/** Whole programs: the ones that stream processing is usually explained with. */
@NullMarked
package io.millrace.examples;

import org.jspecify.annotations.NullMarked;
