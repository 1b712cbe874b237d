package io.millrace.streams.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.StreamsConfig;
import io.millrace.streams.dsl.DriverProgram.Cache;
import io.millrace.streams.errors.LogAndContinueExceptionHandler;
import io.millrace.streams.errors.LogAndContinueProcessingExceptionHandler;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.processor.ProcessingInterceptor;
import io.millrace.streams.processor.PunctuationType;
import io.millrace.streams.processor.RecordContext;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.processor.api.ContextualProcessor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** What the application's interceptor is called for, and what it can do. */
class ProcessingInterceptorTests {

    private final List<String> calls = new ArrayList<>();

    @Test
    void surroundsEachSourceRecordAndWithinItEachRecordSent() {
        try (DriverProgram program = intercepted(
                Cache.OFF,
                Map.of(),
                builder -> builder.<String, String>stream("in")
                        .flatMapValues(value -> List.of(value.split(" ")))
                        .to("out"))) {
            program.pipe("in", "k", "a b", 7);

            assertThat(calls)
                    .containsExactly(
                            "process 0_0 in-0@0",
                            "send 0_0 out",
                            "sent out",
                            "send 0_0 out",
                            "sent out",
                            "processed in");
            assertThat(program.read("out")).containsExactly("k=a@7", "k=b@7");
        }
    }

    @Test
    void surroundsWhatComesBackFromARepartitionTopicAsARecordOfItsOwn() {
        try (DriverProgram program = intercepted(
                Cache.OFF,
                Map.of(),
                builder -> builder.<String, String>stream("in")
                        .selectKey((key, value) -> value)
                        .repartition()
                        .to("out"))) {
            program.pipe("in", "k", "v", 7);

            String between = "app-KSTREAM-REPARTITION-0000000002-repartition";
            assertThat(calls)
                    .containsExactly(
                            "process 0_0 in-0@0",
                            "send 0_0 " + between,
                            "sent " + between,
                            "processed in",
                            "process 0_0 " + between + "-0@0",
                            "send 0_0 out",
                            "sent out",
                            "processed " + between);
        }
    }

    @Test
    void leavesChangelogsAloneAndSendsOfACommitOutsideOfAnyRecord() {
        try (DriverProgram program = intercepted(
                Cache.ON,
                Map.of(),
                builder -> builder.<String, String>stream("in")
                        .groupByKey()
                        .count(Materialized.as("counts"))
                        .toStream()
                        .mapValues(String::valueOf)
                        .to("out"))) {
            program.pipe("in", "k", "v", 7);

            assertThat(calls).containsExactly("process 0_0 in-0@0", "processed in", "send 0_0 out", "sent out");
        }
    }

    @Test
    void addsHeadersToWhatIsSentAndNotToWhatProcessorsSee() {
        List<String> seen = new ArrayList<>();
        try (DriverProgram program = intercepted(Cache.OFF, Map.of(), builder -> {
            var in = builder.<String, String>stream("in");
            in.to("out");
            in.process(() -> new ContextualProcessor<String, String, Void, Void>() {
                @Override
                public void process(Record<String, String> record) {
                    record.headers().forEach(header -> seen.add(header.key()));
                }
            });
        })) {
            program.pipe("in", "k", "v", 7);

            var sent = program.driver()
                    .createOutputTopic("out", new StringDeserializer(), new StringDeserializer())
                    .readRecord();
            assertThat(sent.headers().lastHeader("sent-by").value()).isEqualTo("0_0".getBytes(StandardCharsets.UTF_8));
            assertThat(seen).isEmpty();
        }
    }

    @Test
    void isToldOfAFailureThatNobodyGoesOnFrom() {
        try (DriverProgram program = intercepted(Cache.OFF, Map.of(), ProcessingInterceptorTests::failOnBad)) {
            assertThatExceptionOfType(StreamsException.class).isThrownBy(() -> program.pipe("in", "k", "bad", 7));

            assertThat(calls).hasSize(3).startsWith("process 0_0 in-0@0").endsWith("processed in");
            assertThat(calls.get(1)).startsWith("failed in").contains("Exception caught in process");
        }
    }

    @Test
    void isNotToldOfAFailureThatAHandlerGoesOnFromButOfItsDeadLetter() {
        Map<String, Object> settings = Map.of(
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                LogAndContinueProcessingExceptionHandler.class,
                StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG,
                "dead");
        try (DriverProgram program = intercepted(Cache.OFF, settings, ProcessingInterceptorTests::failOnBad)) {
            program.pipe("in", "k", "bad", 7);

            assertThat(calls).containsExactly("process 0_0 in-0@0", "send 0_0 dead", "sent dead", "processed in");
        }
    }

    @Test
    void isNotAskedAboutRecordsThatCannotBeRead() {
        Map<String, Object> settings = Map.of(
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndContinueExceptionHandler.class,
                StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG,
                        org.apache.kafka.common.serialization.Serdes.LongSerde.class);
        try (DriverProgram program =
                intercepted(Cache.OFF, settings, builder -> builder.stream("in").to("out"))) {
            program.pipe("in", "k", "not a long", 7);

            assertThat(calls).isEmpty();
        }
    }

    @Test
    void punctuationsBelongToNoRecord() {
        try (DriverProgram program = intercepted(
                Cache.OFF,
                Map.of(),
                builder -> builder.<String, String>stream("in")
                        .process(() -> new ContextualProcessor<String, String, String, String>() {
                            @Override
                            public void init(ProcessorContext<String, String> context) {
                                super.init(context);
                                context.schedule(
                                        Duration.ofMillis(1),
                                        PunctuationType.STREAM_TIME,
                                        time -> context.forward(new Record<>("tick", "tock", time)));
                            }

                            @Override
                            public void process(Record<String, String> record) {}
                        })
                        .to("out"))) {
            program.pipe("in", "k", "v", 7);

            assertThat(calls).containsExactly("process 0_0 in-0@0", "processed in", "send 0_0 out", "sent out");
        }
    }

    @Test
    void whatItThrowsFailsTheRecord() {
        Map<String, Object> settings = Map.of("test.throws", true);
        try (DriverProgram program =
                intercepted(Cache.OFF, settings, builder -> builder.stream("in").to("out"))) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> program.pipe("in", "k", "v", 7))
                    .withMessage("asked to");
            assertThat(program.read("out")).isEmpty();
        }
    }

    private static void failOnBad(StreamsBuilder builder) {
        builder.<String, String>stream("in").foreach((key, value) -> {
            throw new IllegalArgumentException(value);
        });
    }

    private DriverProgram intercepted(
            Cache cache, Map<String, ?> settings, java.util.function.Consumer<StreamsBuilder> program) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put(StreamsConfig.PROCESSING_INTERCEPTOR_CLASS_CONFIG, Recorded.class);
        all.put("test.calls", calls);
        return new DriverProgram(cache, all, program);
    }

    /** Writes down what it is called for. */
    public static final class Recorded implements ProcessingInterceptor, Configurable {

        private List<String> calls = List.of();
        private boolean throwing;

        @Override
        @SuppressWarnings("unchecked") // Put there above.
        public void configure(Map<String, ?> configs) {
            calls = (List<String>) configs.get("test.calls");
            throwing = configs.containsKey("test.throws");
        }

        @Override
        public Step processing(TaskId task, RecordContext record) {
            if (throwing) {
                throw new IllegalStateException("asked to");
            }
            calls.add("process " + task + " " + record.topic() + "-" + record.partition() + "@" + record.offset());
            return new Step() {
                @Override
                public void failed(Throwable failure) {
                    calls.add("failed " + record.topic() + " " + failure.getMessage());
                }

                @Override
                public void end() {
                    calls.add("processed " + record.topic());
                }
            };
        }

        @Override
        public Step sending(TaskId task, ProducerRecord<byte[], byte[]> record) {
            calls.add("send " + task + " " + record.topic());
            record.headers().add("sent-by", task.toString().getBytes(StandardCharsets.UTF_8));
            return () -> calls.add("sent " + record.topic());
        }
    }
}
