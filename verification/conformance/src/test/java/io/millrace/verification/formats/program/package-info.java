/** The applications that move. Written against Millrace; loaded a second time with the imports of Kafka Streams. */
package io.millrace.verification.formats.program;
