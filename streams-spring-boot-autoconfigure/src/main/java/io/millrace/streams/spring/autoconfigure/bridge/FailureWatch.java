package io.millrace.streams.spring.autoconfigure.bridge;

/** Is told of failures of a topology, whatever is done about them. Called by several threads. */
public interface FailureWatch {

    /** Where something fails. */
    enum Stage {
        /** A record could not be read. */
        DESERIALIZATION,
        /** A processor threw. */
        PROCESSING,
        /** A record could not be written. */
        PRODUCTION,
        /** A thread ended, because of one of these or of something else. */
        THREAD
    }

    /** Whether it is to be told of the failures of a topology at all; the same as long as the application runs. */
    boolean watches(String topology);

    /**
     * Something failed. Of a record, before its handler is asked.
     *
     * @param topology name of the topology
     * @param stage where
     * @param failure what was thrown
     */
    void failed(String topology, Stage stage, Throwable failure);
}
