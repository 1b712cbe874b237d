package io.millrace.verification.benchmarks.flow;

import java.util.List;

/** Something that is measured with several libraries. */
interface Line {

    /** What it is called in the table. */
    String name();

    /** With which. */
    default List<Library> libraries() {
        return Library.COMPARED;
    }
}
