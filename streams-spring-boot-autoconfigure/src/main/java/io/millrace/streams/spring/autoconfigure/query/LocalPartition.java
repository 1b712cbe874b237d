package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.processor.StateStore;

/**
 * A partition of a store on this instance.
 *
 * @param store reads it
 * @param active whether it is written here; else it follows, or is being restored
 * @param lag by how many records it is behind; 0 if it is active
 */
record LocalPartition(StateStore store, boolean active, long lag) {}
