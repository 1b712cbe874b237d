package planted.conforming;

import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;

public interface KafkaClientSupplier {

    Consumer<byte[], byte[]> getConsumer(Map<String, Object> config);
}
