package io.millrace.streams.engine.state.view;

import io.millrace.streams.engine.state.StoreSpec;

/** A supplier of ours: the builders look behind it and make a typed store right on a column. */
interface ColumnSupplier {

    StoreSpec spec();
}
