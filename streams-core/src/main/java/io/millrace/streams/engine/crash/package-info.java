/**
 * Names the places at which a test may end the process. Knows nothing of what happens there.
 */
@NullMarked
package io.millrace.streams.engine.crash;

import org.jspecify.annotations.NullMarked;
