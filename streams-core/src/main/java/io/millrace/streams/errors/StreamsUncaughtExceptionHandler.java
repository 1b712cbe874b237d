package io.millrace.streams.errors;

/** Decides what becomes of a thread that died of an exception, of its client, and of the application. */
@FunctionalInterface
public interface StreamsUncaughtExceptionHandler {

    /** What to do. */
    enum StreamThreadExceptionResponse {

        /** Start another thread in its place. The exception may well come again. */
        REPLACE_THREAD(0, "REPLACE_THREAD"),

        /** Stop this client and leave the others of the application running. */
        SHUTDOWN_CLIENT(1, "SHUTDOWN_KAFKA_STREAMS_CLIENT"),

        /** Stop this client and try to stop every other client of the application. */
        SHUTDOWN_APPLICATION(2, "SHUTDOWN_KAFKA_STREAMS_APPLICATION");

        /** The name that is permanent, as opposed to that of the constant. */
        public final String name;

        /** The number that is permanent. */
        public final int id;

        StreamThreadExceptionResponse(int id, String name) {
            this.id = id;
            this.name = name;
        }
    }

    /**
     * Decides. Called on the thread that died, possibly by several threads at once.
     *
     * @param exception what the thread died of
     * @return what to do
     */
    StreamThreadExceptionResponse handle(Throwable exception);
}
