package io.millrace.streams.engine.log;

/**
 * A position in an input partition as it is committed to the group.
 *
 * @param offset the next offset to read
 * @param metadata what is kept beside it (the partition's stream time, encoded); empty if nothing is
 */
public record LogPosition(long offset, String metadata) {}
