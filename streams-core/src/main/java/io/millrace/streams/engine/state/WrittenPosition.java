package io.millrace.streams.engine.state;

import io.millrace.streams.engine.log.RecordOrigin;
import io.millrace.streams.query.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * How far into its inputs a store reflects them: of each input partition, the offset of the last record that wrote to the store.
 * The task's owner thread writes; any thread reads.
 */
final class WrittenPosition {

    private final String store;
    private volatile List<Input> inputs = List.of();

    /** The one that wrote last, which is nearly always the one that writes next. */
    private @Nullable Input last;

    WrittenPosition(String store) {
        this.store = store;
    }

    /** Notes a write. */
    void observe(RecordOrigin origin) {
        String topic = origin.topic();
        if (topic == null) {
            return;
        }
        Input input = last;
        if (input == null || input.partition != origin.partition() || !input.topic.equals(topic)) {
            input = input(topic, origin.partition());
            last = input;
        }
        if (origin.offset() > input.offset) {
            input.offset = origin.offset();
        }
    }

    /** Notes that everything up to an offset is reflected; answers whether that is news. */
    boolean advance(String topic, int partition, long offset) {
        Input input = input(topic, partition);
        if (offset <= input.offset) {
            return false;
        }
        input.offset = offset;
        return true;
    }

    private Input input(String topic, int partition) {
        for (Input known : inputs) {
            if (known.partition == partition && known.topic.equals(topic)) {
                return known;
            }
        }
        Input added = new Input(topic, partition);
        List<Input> grown = new ArrayList<>(inputs);
        grown.add(added);
        inputs = List.copyOf(grown);
        return added;
    }

    /** The position of the moment; the caller may change it. */
    Position snapshot() {
        return position(input -> input.offset);
    }

    /** The position as of the last commit; the caller may change it. */
    Position committed() {
        return position(input -> input.applied);
    }

    private Position position(ToLongFunction<Input> offsets) {
        Position position = Position.emptyPosition();
        for (Input input : inputs) {
            long offset = offsets.applyAsLong(input);
            if (offset >= 0) {
                position.withComponent(input.topic, input.partition, offset);
            }
        }
        return position;
    }

    /** Puts what has changed since the last apply into a batch. */
    void addTo(StateBatch batch) {
        for (Input input : inputs) {
            if (input.offset != input.applied) {
                batch.mark(markPrefix() + input.partition + "/" + input.topic, input.offset);
            }
        }
    }

    /** Called after the batch was written. */
    void applied() {
        for (Input input : inputs) {
            input.applied = input.offset;
        }
    }

    /** Forgets what is not applied. */
    void discard() {
        for (Input input : inputs) {
            input.offset = input.applied;
        }
    }

    /** Takes up what the backend kept. */
    void resume(StateBackend backend) {
        for (Map.Entry<String, Long> mark : backend.marks(markPrefix()).entrySet()) {
            String[] parts = mark.getKey().substring(markPrefix().length()).split("/", 2);
            Input input = input(parts[1], Integer.parseInt(parts[0]));
            input.offset = mark.getValue();
            input.applied = mark.getValue();
        }
    }

    /** Goes back to the beginning, and notes so in a batch. */
    void reset(StateBatch batch) {
        for (Input input : inputs) {
            input.offset = Input.NOTHING;
            input.applied = Input.NOTHING;
            batch.mark(markPrefix() + input.partition + "/" + input.topic, Input.NOTHING);
        }
    }

    private String markPrefix() {
        return "at/" + store + "/";
    }

    private static final class Input {

        private static final long NOTHING = -1;

        private final String topic;
        private final int partition;
        private volatile long offset = NOTHING;
        private volatile long applied = NOTHING;

        private Input(String topic, int partition) {
            this.topic = topic;
            this.partition = partition;
        }
    }
}
