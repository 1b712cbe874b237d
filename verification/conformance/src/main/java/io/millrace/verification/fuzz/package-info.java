/** Runs generated programs on Millrace and on Kafka Streams and compares what can be seen of them. Knows neither by type. */
package io.millrace.verification.fuzz;
