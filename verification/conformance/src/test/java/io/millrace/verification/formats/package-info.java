/** Moves applications between Millrace and Kafka Streams on a real broker and compares all they leave behind. Knows neither by type. */
package io.millrace.verification.formats;
