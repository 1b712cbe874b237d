package planted.conforming.engine.task;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import planted.conforming.engine.state.Buffer;

public final class Queue {

    public long ageMs(ConsumerRecord<byte[], byte[]> data, Buffer buffer) {
        return buffer.ageMs(data.timestamp());
    }
}
