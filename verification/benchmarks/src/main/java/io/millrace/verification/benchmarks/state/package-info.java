/**
 * Measures the stores of Millrace and those of Kafka Streams side by side, each driven as its task drives it. One interface stands
 * for both libraries, so that the work measured is the same code.
 */
package io.millrace.verification.benchmarks.state;
