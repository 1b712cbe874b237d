/** Whole applications beside those of Kafka Streams: a broker and the measured application are processes of their own. */
@NullMarked
package io.millrace.verification.benchmarks.flow;

import org.jspecify.annotations.NullMarked;
