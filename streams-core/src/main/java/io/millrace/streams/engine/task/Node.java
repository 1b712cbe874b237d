package io.millrace.streams.engine.task;

import io.millrace.streams.processor.api.Record;

/** A link of the chain: takes a record and does what is to be done with it, its children included, before it returns. */
interface Node {

    /** The node's name in the topology. */
    String name();

    /** Processes one record. */
    void process(Record<Object, Object> record);
}
