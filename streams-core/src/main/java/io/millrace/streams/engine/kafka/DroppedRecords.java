package io.millrace.streams.engine.kafka;

import io.millrace.streams.engine.log.RecordOrigin;
import io.millrace.streams.engine.log.RecordSink.SendOrigin;
import io.millrace.streams.errors.StreamsException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records that a transaction could not take and that the production exception handler said to drop. One of them makes the whole
 * transaction void, so the work is done again, and they are known by what they are and what caused them when they come again. Used by
 * the worker's thread only.
 */
final class DroppedRecords {

    private static final int MAX = 1_000;

    private final Deque<Dropped> dropped = new ArrayDeque<>();

    private static final class Dropped {

        private final ProducerRecord<byte[], byte[]> record;
        private final SendOrigin origin;
        private final List<ProducerRecord<byte[], byte[]>> deadLetters;
        private boolean cameAgain;

        Dropped(
                ProducerRecord<byte[], byte[]> record,
                SendOrigin origin,
                List<ProducerRecord<byte[], byte[]>> deadLetters) {
            this.record = record;
            this.origin = origin;
            this.deadLetters = List.copyOf(deadLetters);
        }

        boolean is(ProducerRecord<byte[], byte[]> other, SendOrigin otherOrigin) {
            return origin.task().equals(otherOrigin.task())
                    && origin.node().equals(otherOrigin.node())
                    && isSame(origin.source(), otherOrigin.source())
                    && record.topic().equals(other.topic())
                    && Arrays.equals(record.key(), other.key())
                    && Arrays.equals(record.value(), other.value());
        }

        private static boolean isSame(RecordOrigin one, RecordOrigin other) {
            return Objects.equals(one.topic(), other.topic())
                    && one.partition() == other.partition()
                    && one.offset() == other.offset();
        }
    }

    void add(ProducerRecord<byte[], byte[]> record, SendOrigin origin, List<ProducerRecord<byte[], byte[]>> letters) {
        if (dropped.size() == MAX) {
            throw new StreamsException(
                    "More than " + MAX
                            + " records were refused and are to be dropped since the last commit, the last of"
                            + " them by node '" + origin.node() + "' for topic '" + record.topic()
                            + "'. Find out why the brokers refuse them; the log tells the errors",
                    origin.task());
        }
        dropped.add(new Dropped(record, origin, letters));
    }

    boolean isEmpty() {
        return dropped.isEmpty();
    }

    /** The dead letters to send in the record's place; null if it was not dropped. */
    @Nullable
    List<ProducerRecord<byte[], byte[]>> find(ProducerRecord<byte[], byte[]> record, SendOrigin origin) {
        for (Dropped one : dropped) {
            if (one.is(record, origin)) {
                one.cameAgain = true;
                return one.deadLetters;
            }
        }
        return null;
    }

    /** Those that came again are done with. So are those that no input record caused: a later one could be just like them. */
    void committed() {
        dropped.removeIf(one -> one.cameAgain || one.origin.source().offset() < 0);
    }
}
