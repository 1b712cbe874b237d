package io.millrace.streams.engine.task;

import io.millrace.streams.engine.log.RecordSink;
import io.millrace.streams.engine.log.RecordSink.SendOrigin;
import io.millrace.streams.engine.metrics.Spread;
import io.millrace.streams.errors.ProductionExceptionHandler;
import io.millrace.streams.errors.ProductionExceptionHandler.SerializationExceptionOrigin;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.processor.StreamPartitioner;
import io.millrace.streams.processor.TopicNameExtractor;
import io.millrace.streams.processor.api.Record;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** The end of a chain: serialises a record and sends it. */
final class SinkNode implements Node {

    /**
     * How records leave.
     *
     * @param topic names the topic of a record
     * @param keySerializer serialises keys
     * @param valueSerializer serialises values
     * @param partitioner chooses partitions, null to leave that to the producer
     */
    record Output(
            TopicNameExtractor<Object, Object> topic,
            Serializer<Object> keySerializer,
            Serializer<Object> valueSerializer,
            @Nullable StreamPartitioner<Object, Object> partitioner) {}

    private final String name;
    private final TaskContext task;
    private final Output output;
    private final RecordSink sink;
    private final Spread ages;
    private final Map<String, NodeMeters.Traffic> produced = new HashMap<>();
    private @Nullable String lastTopic;
    private NodeMeters.@Nullable Traffic lastTraffic;

    SinkNode(String name, TaskContext task, Output output) {
        this.name = name;
        this.task = task;
        this.output = output;
        this.sink = task.sink();
        this.ages = task.nodeMeters().ages(name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void process(Record<Object, Object> record) {
        if (record.timestamp() < 0) {
            throw new StreamsException("Sink '" + name + "' cannot write a record with the negative timestamp "
                    + record.timestamp() + "; set one with Record.withTimestamp or in a TimestampExtractor");
        }
        String topic = output.topic().extract(record.key(), record.value(), task.current());
        byte[] key = serialize(output.keySerializer(), topic, record, record.key(), SerializationExceptionOrigin.KEY);
        if (key == null && record.key() != null) {
            return;
        }
        byte[] value =
                serialize(output.valueSerializer(), topic, record, record.value(), SerializationExceptionOrigin.VALUE);
        if (value == null && record.value() != null) {
            return;
        }
        StreamPartitioner<Object, Object> partitioner = output.partitioner();
        if (partitioner == null) {
            send(topic, null, record, key, value);
            return;
        }
        var partitions = partitioner.partitions(topic, record.key(), record.value(), sink.partitionCount(topic));
        if (partitions.isEmpty()) {
            send(topic, null, record, key, value);
            return;
        }
        sendToAll(topic, partitions.get(), record, key, value);
    }

    private void sendToAll(
            String topic,
            Set<Integer> partitions,
            Record<Object, Object> record,
            byte @Nullable [] key,
            byte @Nullable [] value) {
        if (partitions.isEmpty()) {
            task.dropped(name, "the partitioner gave no partition");
        }
        for (Integer partition : partitions) {
            send(topic, partition, record, key, value);
        }
    }

    private void send(
            String topic,
            @Nullable Integer partition,
            Record<Object, Object> record,
            byte @Nullable [] key,
            byte @Nullable [] value) {
        sink.send(
                new ProducerRecord<>(topic, partition, record.timestamp(), key, value, record.headers()),
                new SendOrigin(task.taskId(), name, task.current()));
        ages.add((double) (task.stepTimeMs() - record.timestamp()));
        sendsTo(topic).add((key == null ? 0 : key.length) + (value == null ? 0 : value.length));
    }

    /** Where it is counted what is sent to a topic; shown from now on. */
    NodeMeters.Traffic sendsTo(String topic) {
        NodeMeters.Traffic last = lastTraffic;
        if (last != null && topic.equals(lastTopic)) {
            return last;
        }
        NodeMeters.Traffic sent =
                produced.computeIfAbsent(topic, sentTo -> task.nodeMeters().produced(name, sentTo));
        lastTopic = topic;
        lastTraffic = sent;
        return sent;
    }

    /** The bytes; null for a null, or if the handler said to go on without the record. */
    private byte @Nullable [] serialize(
            Serializer<Object> serializer,
            String topic,
            Record<Object, Object> record,
            @Nullable Object datum,
            SerializationExceptionOrigin origin) {
        try {
            return serializer.serialize(topic, record.headers(), datum);
        } catch (ClassCastException e) {
            throw wrongSerializer(serializer, topic, datum, origin, e);
        } catch (RuntimeException e) {
            onSerializationFailure(topic, record, e, origin);
            return null;
        }
    }

    private StreamsException wrongSerializer(
            Serializer<Object> serializer,
            String topic,
            @Nullable Object datum,
            SerializationExceptionOrigin origin,
            RuntimeException cause) {
        String what = origin == SerializationExceptionOrigin.KEY ? "key" : "value";
        return new StreamsException(
                "Sink '" + name + "' of task " + task.taskId() + " cannot write to topic '" + topic + "': the " + what
                        + " serializer " + serializer.getClass().getName() + " does not take a "
                        + (datum == null ? "null" : datum.getClass().getName())
                        + ". Give the matching serde in Produced,"
                        + " Grouped or Repartitioned, or change default." + what + ".serde",
                cause);
    }

    private void onSerializationFailure(
            String topic,
            Record<Object, Object> record,
            RuntimeException failure,
            SerializationExceptionOrigin origin) {
        ProducerRecord<?, ?> unsent =
                new ProducerRecord<>(topic, null, record.timestamp(), record.key(), record.value(), record.headers());
        ProductionExceptionHandler handler = task.settings().errors().production();
        var errors = new ErrorDesk(task, name);
        var response = errors.ask(
                ErrorDesk.Kind.PRODUCTION,
                task.current(),
                failure,
                context -> handler.handleSerializationError(context, unsent, failure, origin));
        errors.send(response.deadLetterQueueRecords(), task.current());
        if (response.result() != ProductionExceptionHandler.Result.RESUME) {
            // Not final: the processing exception handler may still skip the record, at the node that forwarded it.
            throw new StreamsException(
                    "Sink '" + name + "' of task " + task.taskId() + " cannot serialise a record for topic '" + topic
                            + "': " + failure,
                    failure);
        }
        task.dropped(name, "the production exception handler said to go on");
    }
}
