package planted.clients.engine.task;

import org.apache.kafka.clients.consumer.Consumer;

public final class Reader {

    public void wakeUp(Consumer<byte[], byte[]> consumer) {
        consumer.wakeup();
    }
}
