package io.millrace.streams.engine.state;

import io.millrace.streams.processor.StateStoreContext;

/** The context that a task initialises its stores with; a store of ours finds the state it is a view of through this. */
public interface StoreHost extends StateStoreContext {

    /** The state of the task that hosts the store. */
    TaskState taskState();
}
