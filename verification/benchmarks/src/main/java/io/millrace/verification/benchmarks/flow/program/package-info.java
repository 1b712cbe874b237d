/** What runs in the measured process, written once against the API; {@code RelocatingLoader} makes of it what runs on Kafka Streams. */
@NullMarked
package io.millrace.verification.benchmarks.flow.program;

import org.jspecify.annotations.NullMarked;
