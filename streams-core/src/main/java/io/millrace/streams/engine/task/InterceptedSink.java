package io.millrace.streams.engine.task;

import io.millrace.streams.engine.log.RecordSink;
import io.millrace.streams.processor.ProcessingInterceptor;
import io.millrace.streams.processor.TaskId;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The sink of a worker, and around each record that is sent what the application's interceptor does. Changelogs are left alone. */
final class InterceptedSink implements RecordSink {

    private final RecordSink sink;
    private final ProcessingInterceptor interceptor;

    private InterceptedSink(RecordSink sink, ProcessingInterceptor interceptor) {
        this.sink = sink;
        this.interceptor = interceptor;
    }

    /** The sink itself if there is no interceptor. */
    static RecordSink of(RecordSink sink, @Nullable ProcessingInterceptor interceptor) {
        return interceptor == null ? sink : new InterceptedSink(sink, interceptor);
    }

    @Override
    public void send(ProducerRecord<byte[], byte[]> record, SendOrigin origin) {
        ProcessingInterceptor.Step step = interceptor.sending(origin.task(), record);
        try {
            sink.send(record, origin);
        } catch (RuntimeException | Error e) {
            end(step, e);
            throw e;
        }
        step.end();
    }

    /** Ends a step that failed; what the interceptor throws at that must not take the place of the failure. */
    static void end(ProcessingInterceptor.Step step, Throwable failure) {
        try {
            step.failed(failure);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
        try {
            step.end();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void append(
            TopicPartition changelog,
            byte[] key,
            byte @Nullable [] value,
            long timestampMs,
            @Nullable Headers headers,
            TaskId task) {
        sink.append(changelog, key, value, timestampMs, headers, task);
    }

    @Override
    public int partitionCount(String topic) {
        return sink.partitionCount(topic);
    }

    @Override
    public void close() {
        sink.close();
    }
}
