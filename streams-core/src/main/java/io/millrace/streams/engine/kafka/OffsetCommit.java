package io.millrace.streams.engine.kafka;

import io.millrace.streams.engine.crash.CrashPoint;
import io.millrace.streams.engine.log.CommitProtocol;
import io.millrace.streams.engine.log.LogPosition;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Commits at-least-once: first every output is acknowledged, then the input positions are committed to the group. A crash in
 * between repeats the work since the last commit. Used by the worker's thread only.
 */
public final class OffsetCommit implements CommitProtocol {

    private final ConsumerSource source;
    private final ProducerSink sink;

    public OffsetCommit(ConsumerSource source, ProducerSink sink) {
        this.source = source;
        this.sink = sink;
    }

    @Override
    public boolean prepare() {
        return true;
    }

    @Override
    public boolean isAtomic() {
        return false;
    }

    @Override
    public Map<TopicPartition, Long> publish(InputPositions inputs) {
        sink.flush();
        Map<TopicPartition, Long> appended = sink.appendedOffsets();
        Map<TopicPartition, LogPosition> positions = inputs.after(appended);
        CrashPoint.BEFORE_POSITIONS.pass();
        if (!positions.isEmpty()) {
            source.commit(positions);
        }
        // Only now: after a deferred commit the same offsets belong to the publish that repeats it.
        sink.forgetAppended();
        return appended;
    }

    @Override
    public void forget(Set<TopicPartition> changelogs) {
        sink.forgetAppended(changelogs);
    }

    @Override
    public void abort() {
        sink.discard();
    }
}
