package io.millrace.streams.errors;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Configurable;
import org.jspecify.annotations.Nullable;

/**
 * Decides how to go on when a record cannot be serialized or cannot be written to its topic.
 *
 * <p>Name the class in {@code production.exception.handler}; it needs a public constructor without parameters. Each thread has
 * an instance of its own, which may also be called from the thread of its producer.
 */
public interface ProductionExceptionHandler extends Configurable {

    /** What to do. */
    enum Result {

        /** Drop the record and go on. */
        RESUME(0, "RESUME"),

        /** Stop processing with the exception. */
        FAIL(1, "FAIL"),

        /** Try to write the record again, if the exception is one that may pass; otherwise the same as {@link #FAIL}. */
        RETRY(2, "RETRY");

        /** The name that is permanent. */
        public final String name;

        /** The number that is permanent. */
        public final int id;

        Result(int id, String name) {
            this.id = id;
            this.name = name;
        }
    }

    /** Which part of a record could not be serialized. */
    enum SerializationExceptionOrigin {

        /** The key. */
        KEY,

        /** The value. */
        VALUE
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
         * Tries again.
         *
         * @return the response
         */
        public static Response retry() {
            return new Response(Result.RETRY, null);
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
     * Decides for a record that could not be written. An exception thrown here counts as {@link Result#FAIL}.
     *
     * @param context where it happened
     * @param record the record that could not be written
     * @param exception what the producer reported
     * @return what to do; not null. Unless overridden, {@link Response#fail()}
     */
    default Response handleError(
            ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
        return Response.fail();
    }

    /**
     * Decides for a record that could not be serialized. An exception thrown here counts as {@link Result#FAIL}, and so does
     * {@link Result#RETRY}.
     *
     * @param context where it happened
     * @param record the record with its key and value as objects
     * @param exception what the serializer threw
     * @param origin which part of the record could not be serialized
     * @return what to do; not null. Unless overridden, {@link Response#fail()}
     */
    @SuppressWarnings("rawtypes") // The types of key and value are those of whichever node failed.
    default Response handleSerializationError(
            ErrorHandlerContext context,
            ProducerRecord record,
            Exception exception,
            SerializationExceptionOrigin origin) {
        return Response.fail();
    }
}
