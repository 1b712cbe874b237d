package io.millrace.streams.processor;

import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Is called around the processing of each source record and around the sending of each record, for example to trace them. Kafka
 * Streams has no such interface; it is named by {@code processing.interceptor.class}, has a public constructor without parameters, and
 * is configured if it is {@link org.apache.kafka.common.Configurable}.
 *
 * <p>One instance serves the whole client: methods are called by several threads, each of which ends the step it began before it
 * begins another of that kind. What they throw counts as a failure of the record. Without an interceptor nothing is called, nor asked.
 *
 * <pre>{@code
 * public Step processing(TaskId task, RecordContext record) {
 *     long since = System.nanoTime();
 *     return () -> timer.record(System.nanoTime() - since);
 * }
 * }</pre>
 */
public interface ProcessingInterceptor {

    /**
     * A record is about to run through the processors of a task. It was read and has its timestamp. What stores hold back and send
     * with a commit, what punctuators do, and the filling of global stores belong to no record.
     *
     * @param task the task
     * @param record where the record comes from; its headers are those that processors see
     * @return what is told of the end; {@link Step#NONE} to be told nothing
     */
    Step processing(TaskId task, RecordContext record);

    /**
     * A record is about to be handed to the producer: for an output or repartition topic or for dead letters, not for a changelog.
     * Outside of {@link #processing} too, when it comes from a commit or a punctuator.
     *
     * @param task the task that sends it
     * @param record the record; headers may be added to it and removed
     * @return what is told when the producer has it, which is before the broker has; {@link Step#NONE} to be told nothing
     */
    Step sending(TaskId task, ProducerRecord<byte[], byte[]> record);

    /** Something that began and will end. */
    @FunctionalInterface
    interface Step {

        /** Takes no notice. */
        Step NONE = () -> {};

        /**
         * It failed, and nobody said to go on; {@link #end} follows. Without effect unless overridden.
         *
         * @param failure what was thrown
         */
        default void failed(Throwable failure) {}

        /** It is over, well or not. Called once, by the thread that began it. */
        void end();
    }
}
