/**
 * Turns a {@link io.millrace.verification.fuzz.Program} into a topology and drives it. Written against Millrace; {@link
 * io.millrace.verification.Relocation} loads a second copy whose imports are those of Kafka Streams. What comes in and what goes out is
 * neutral: no type of either.
 */
package io.millrace.verification.fuzz.interpreter;
