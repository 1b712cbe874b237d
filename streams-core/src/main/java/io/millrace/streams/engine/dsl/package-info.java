/**
 * Streams and tables as the user writes them: a graph of operators, rewritten where rules allow, and lowered to a topology. Holds
 * no running code; what runs is in the operator package.
 */
@NullMarked
package io.millrace.streams.engine.dsl;

import org.jspecify.annotations.NullMarked;
