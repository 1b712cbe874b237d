package io.millrace.streams.errors;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Configurable;
import org.jspecify.annotations.Nullable;

/**
 * Decides how to go on when an input record cannot be deserialized.
 *
 * <p>Name the class in {@code deserialization.exception.handler}; it needs a public constructor without parameters. Each thread
 * has an instance of its own.
 */
public interface DeserializationExceptionHandler extends Configurable {

    /** What to do. */
    enum Result {

        /** Drop the record and go on. */
        RESUME(0, "RESUME"),

        /** Stop processing with the exception. */
        FAIL(1, "FAIL");

        /** The name that is permanent. */
        public final String name;

        /** The number that is permanent. */
        public final int id;

        Result(int id, String name) {
            this.id = id;
            this.name = name;
        }
    }

    /** A decision, with the records to write to dead-letter topics. */
    class Response {

        private final Result result;
        private final List<ProducerRecord<byte[], byte[]>> deadLetterQueueRecords;

        private Response(Result result, @Nullable List<ProducerRecord<byte[], byte[]>> deadLetterQueueRecords) {
            this.result = result;
            this.deadLetterQueueRecords =
                    deadLetterQueueRecords == null ? List.of() : List.copyOf(deadLetterQueueRecords);
        }

        /**
         * Fails, after writing dead-letter records.
         *
         * @param deadLetterQueueRecords the records; null for none
         * @return the response
         */
        public static Response fail(@Nullable List<ProducerRecord<byte[], byte[]>> deadLetterQueueRecords) {
            return new Response(Result.FAIL, deadLetterQueueRecords);
        }

        /**
         * Fails.
         *
         * @return the response
         */
        public static Response fail() {
            return fail(null);
        }

        /**
         * Goes on, after writing dead-letter records.
         *
         * @param deadLetterQueueRecords the records; null for none
         * @return the response
         */
        public static Response resume(@Nullable List<ProducerRecord<byte[], byte[]>> deadLetterQueueRecords) {
            return new Response(Result.RESUME, deadLetterQueueRecords);
        }

        /**
         * Goes on.
         *
         * @return the response
         */
        public static Response resume() {
            return resume(null);
        }

        /**
         * The decision.
         *
         * @return what to do
         */
        public Result result() {
            return result;
        }

        /**
         * The records to write to dead-letter topics.
         *
         * @return an unmodifiable list, empty for none
         */
        public List<ProducerRecord<byte[], byte[]>> deadLetterQueueRecords() {
            return deadLetterQueueRecords;
        }
    }

    /**
     * Decides. An exception thrown here counts as {@link Result#FAIL}.
     *
     * @param context where it happened
     * @param record the record as it was read
     * @param exception what the deserializer threw
     * @return what to do; not null. Unless overridden, {@link Response#fail()}
     */
    default Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        return Response.fail();
    }
}
