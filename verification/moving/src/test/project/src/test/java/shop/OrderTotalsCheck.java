package shop;

import java.util.Map;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;

/** The test of the application: run by hand, so that it needs no test framework. */
public final class OrderTotalsCheck {

    private OrderTotalsCheck() {}

    public static void main(String[] args) {
        try (TopologyTestDriver driver = new TopologyTestDriver(OrderTotals.topology(), Settings.properties())) {
            TestInputTopic<String, Long> orders =
                    driver.createInputTopic("orders", new StringSerializer(), new LongSerializer());
            orders.pipeInput("ann", 20L);
            orders.pipeInput("ann", -5L);
            orders.pipeInput("ann", 30L);
            Map<String, Long> totals = driver.createOutputTopic(
                            "totals", new StringDeserializer(), new LongDeserializer())
                    .readKeyValuesToMap();
            if (!totals.equals(Map.of("ann", 50L))) {
                throw new AssertionError(totals);
            }
        }
    }
}
