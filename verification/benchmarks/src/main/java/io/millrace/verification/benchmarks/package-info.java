/** Millrace beside Kafka Streams: what the packages of benchmarks share. */
package io.millrace.verification.benchmarks;
