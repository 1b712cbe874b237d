package io.millrace.streams.engine.runtime;

import io.millrace.streams.CloseOptions.GroupMembershipOperation;
import io.millrace.streams.engine.log.LogPosition;
import io.millrace.streams.engine.log.RecordSource;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** The defect of not telling the worker that partitions were revoked. */
final class DeafSource implements RecordSource {

    private final RecordSource proper;

    DeafSource(RecordSource proper) {
        this.proper = proper;
    }

    private static AssignmentListener deafened(AssignmentListener listener) {
        return new AssignmentListener() {
            @Override
            public void assigned(Collection<TopicPartition> partitions) {
                listener.assigned(partitions);
            }

            @Override
            public void revoked(Collection<TopicPartition> partitions) {}

            @Override
            public void lost(Collection<TopicPartition> partitions) {
                listener.lost(partitions);
            }
        };
    }

    @Override
    public void subscribe(Set<String> topics, AssignmentListener listener) {
        proper.subscribe(topics, deafened(listener));
    }

    @Override
    public void subscribe(Pattern topics, AssignmentListener listener) {
        proper.subscribe(topics, deafened(listener));
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        return proper.poll(timeout);
    }

    @Override
    public void pause(Collection<TopicPartition> partitions) {
        proper.pause(partitions);
    }

    @Override
    public void resume(Collection<TopicPartition> partitions) {
        proper.resume(partitions);
    }

    @Override
    public void seek(TopicPartition partition, long offset) {
        proper.seek(partition, offset);
    }

    @Override
    public Map<TopicPartition, LogPosition> committed(Set<TopicPartition> partitions) {
        return proper.committed(partitions);
    }

    @Override
    public void place(Set<TopicPartition> unread) {
        proper.place(unread);
    }

    @Override
    public long cachedLag(TopicPartition partition) {
        return proper.cachedLag(partition);
    }

    @Override
    public void requestRebalance(String reason) {
        proper.requestRebalance(reason);
    }

    @Override
    public void wakeup() {
        proper.wakeup();
    }

    @Override
    public @Nullable Uuid instanceId() {
        return proper.instanceId();
    }

    @Override
    public void close(GroupMembershipOperation membership) {
        proper.close(membership);
    }
}
