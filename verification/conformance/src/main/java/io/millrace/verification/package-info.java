/** Runs the same bytecode on Millrace and on Kafka Streams. */
package io.millrace.verification;
