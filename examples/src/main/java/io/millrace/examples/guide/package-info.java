/** The examples of the guide: each method is the code of one, read and executed by the guide's test. */
@NullMarked
package io.millrace.examples.guide;

import org.jspecify.annotations.NullMarked;
