package io.millrace.streams.dsl;

import static io.millrace.streams.kstream.Suppressed.BufferConfig.maxRecords;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.StreamsConfig;
import io.millrace.streams.TestInputTopic;
import io.millrace.streams.TestOutputTopic;
import io.millrace.streams.TopologyTestDriver;
import io.millrace.streams.errors.DeserializationExceptionHandler;
import io.millrace.streams.errors.ErrorHandlerContext;
import io.millrace.streams.errors.LogAndContinueExceptionHandler;
import io.millrace.streams.errors.LogAndContinueProcessingExceptionHandler;
import io.millrace.streams.errors.LogAndFailExceptionHandler;
import io.millrace.streams.errors.ProcessingExceptionHandler;
import io.millrace.streams.errors.ProcessorStateException;
import io.millrace.streams.errors.ProductionExceptionHandler;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Named;
import io.millrace.streams.kstream.Produced;
import io.millrace.streams.kstream.Suppressed;
import io.millrace.streams.processor.PunctuationType;
import io.millrace.streams.processor.TimestampExtractor;
import io.millrace.streams.processor.api.ContextualProcessor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.test.TestRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens when something goes wrong on a record's way: who is asked, what is dropped, and what is not. */
class ErrorHandlingTests {

    private static final String DEAD_LETTERS = "dead-letters";

    private final Properties config = new Properties();
    private final List<String> asked = new ArrayList<>();
    private TopologyTestDriver driver;

    @BeforeEach
    void configure() {
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        config.put("test.asked", asked);
        config.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, Asked.class);
        config.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, Asked.class);
        config.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, Asked.class);
    }

    @AfterEach
    void closeDriver() {
        if (driver != null) {
            driver.close();
        }
    }

    @Test
    void aRecordThatCannotBeReadIsSkippedIfTheHandlerSaysSo() {
        answer("resume");
        start();

        send("k", "unreadable");
        send("k", "fine");

        assertThat(asked).containsExactly("deserialization source 0_0 in/0/0@10 h k=unreadable");
        assertThat(values("right")).containsExactly("Rfine");
        assertThat(dropped()).isEqualTo(1.0);
    }

    @Test
    void theSiblingsOfAMapperThatThrewGoOn() {
        answer("resume");
        start();

        send("k", "left");

        assertThat(asked).containsExactly("processing left 0_0 in/0/0@10 h k=left record k=left@10");
        assertThat(values("left")).isEmpty();
        assertThat(values("right")).containsExactly("Rleft");
        assertThat(dropped()).isEqualTo(1.0);
    }

    @Test
    void aFailureIsAskedAboutOnceAndNotAtTheNodesAbove() {
        answer("fail");
        start();

        assertThatExceptionOfType(StreamsException.class)
                .isThrownBy(() -> send("k", "left"))
                .withRootCauseExactlyInstanceOf(IllegalStateException.class);

        assertThat(asked).hasSize(1);
        assertThat(dropped()).isZero();
    }

    @Test
    void aFailureOnAChangeThatAStoreHeldBackIsOfTheState() {
        answer("fail");
        StreamsBuilder builder = new StreamsBuilder();
        builder.table("in", Consumed.with(Serdes.String(), Serdes.String()), Materialized.as("held"))
                .mapValues(ErrorHandlingTests::left, Named.as("left"))
                .toStream();
        start(builder);

        assertThatExceptionOfType(ProcessorStateException.class)
                .isThrownBy(() -> send("k", "left"))
                .withMessageContaining("left")
                .withCauseExactlyInstanceOf(IllegalStateException.class);
        assertThat(asked).hasSize(1);
    }

    @Test
    void aRecordThatCannotBeWrittenIsSkippedAtItsSinkIfTheHandlerSaysSo() {
        answer("resume");
        start();

        send("k", "unwritable");

        assertThat(asked).containsExactly("serialization VALUE strict 0_0 in/0/0@10 h k=unwritable");
        assertThat(values("strict")).isEmpty();
        assertThat(values("right")).containsExactly("Runwritable");
        assertThat(dropped()).isEqualTo(1.0);
    }

    @Test
    void theProcessingHandlerHasTheLastWordOnARecordThatCannotBeWritten() {
        answer("retry"); // Which says nothing about a serializer, and so counts as a failure.
        start();

        send("k", "unwritable");

        assertThat(asked)
                .containsExactly(
                        "serialization VALUE strict 0_0 in/0/0@10 h k=unwritable",
                        "processing mapper 0_0 in/0/0@10 h k=unwritable record k=unwritable@10");
        assertThat(values("strict")).isEmpty();
    }

    @Test
    void aRecordOfTheWrongTypeIsNoMatterForTheProductionHandler() {
        answer("resume");
        StreamsBuilder builder = new StreamsBuilder();
        @SuppressWarnings({"unchecked", "rawtypes"}) // The mistake under test.
        KStream<String, Object> mapped = (KStream) builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .mapValues(value -> value, Named.as("mapper"));
        mapped.mapValues(value -> value, Named.as("again")).to("right", Produced.with(Serdes.String(), wrong()));
        start(builder);

        send("k", "text");

        assertThat(asked).containsExactly("processing again 0_0 in/0/0@10 h k=text record k=text@10");
    }

    @Test
    void aHandlerThatThrowsOrDoesNotAnswerFailsTheTaskWithoutAskingAnother() {
        for (String answer : List.of("throw", "null")) {
            for (String value : List.of("unreadable", "left", "unwritable")) {
                asked.clear();
                answer(answer);
                start();

                assertThatExceptionOfType(StreamsException.class)
                        .isThrownBy(() -> send("k", value))
                        .withMessageContaining("error callback");

                assertThat(asked).hasSize(1);
                closeDriver();
            }
        }
    }

    @Test
    void aPunctuationThatThrewIsAskedAboutWithoutARecord() {
        answer("resume");
        start();

        driver.advanceWallClockTime(Duration.ofSeconds(1));

        assertThat(asked).containsExactly("processing punctuated 0_0 null/-1/-1@1000  null=null record null");
        assertThat(dropped()).isEqualTo(1.0);
    }

    @Test
    void aRecordWithANegativeTimestampIsDroppedAndNobodyIsAsked() {
        answer("fail");
        start();

        send("k", "negative");

        assertThat(asked).isEmpty();
        assertThat(values("right")).isEmpty();
        assertThat(dropped()).isEqualTo(1.0);
    }

    @Test
    void aTimestampExtractorThatThrowsFailsTheTaskAndNobodyIsAsked() {
        answer("resume");
        start();

        assertThatExceptionOfType(StreamsException.class)
                .isThrownBy(() -> send("k", "no time"))
                .withRootCauseExactlyInstanceOf(IllegalArgumentException.class);

        assertThat(asked).isEmpty();
    }

    @Test
    void deadLettersOfAHandlerAreSentWhateverItSays() {
        answer("resume with letter");
        start();
        send("k", "unreadable");
        assertThat(values("letters")).containsExactly("letter");
        closeDriver();

        answer("fail with letter");
        start();
        assertThatExceptionOfType(StreamsException.class).isThrownBy(() -> send("k", "left"));
        assertThat(values("letters")).containsExactly("letter");
    }

    @Test
    void theDefaultHandlersWriteTheRecordAsReadWithTheReasonInHeaders() {
        config.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, DEAD_LETTERS);
        config.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndContinueExceptionHandler.class);
        config.put(
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                LogAndContinueProcessingExceptionHandler.class);
        start();

        send("k", "unreadable");
        send("k", "left");

        List<TestRecord<byte[], byte[]>> letters = output(DEAD_LETTERS).readRecordsToList();
        assertThat(letters).extracting(letter -> text(letter.value())).containsExactly("unreadable", "left");
        assertThat(letters).extracting(letter -> text(letter.key())).containsOnly("k");
        assertThat(headers(letters.get(1)))
                .containsEntry("h", "1")
                .containsEntry("__streams.errors.exception", "java.lang.IllegalStateException")
                .containsEntry("__streams.errors.message", "left failed")
                .containsEntry("__streams.errors.topic", "in")
                .containsEntry("__streams.errors.partition", "0")
                .containsEntry("__streams.errors.offset", "1")
                .containsKey("__streams.errors.stacktrace");
    }

    @Test
    void aDeadLetterOfAChangeThatWasHeldBackIsTheRecordThatMadeIt() {
        config.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, DEAD_LETTERS);
        config.put(
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                LogAndContinueProcessingExceptionHandler.class);
        StreamsBuilder builder = new StreamsBuilder();
        builder.table("in", Consumed.with(Serdes.String(), Serdes.String()))
                .suppress(Suppressed.untilTimeLimit(Duration.ofHours(1), maxRecords(1)))
                .toStream()
                .mapValues(ErrorHandlingTests::left);
        start(builder);

        send("k", "first");
        send("k", "left");
        send("other", "x");

        List<TestRecord<byte[], byte[]>> letters = output(DEAD_LETTERS).readRecordsToList();
        assertThat(letters).extracting(letter -> text(letter.value())).containsExactly("left");
        assertThat(letters).extracting(letter -> text(letter.key())).containsExactly("k");
        assertThat(headers(letters.get(0))).containsEntry("__streams.errors.offset", "1");
    }

    @Test
    void theDefaultHandlersWriteADeadLetterBeforeTheyFail() {
        config.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, DEAD_LETTERS);
        config.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndFailExceptionHandler.class);
        start();

        assertThatExceptionOfType(StreamsException.class).isThrownBy(() -> send("k", "unreadable"));

        assertThat(values(DEAD_LETTERS)).containsExactly("unreadable");
    }

    private void answer(String answer) {
        config.put("test.answer", answer);
    }

    private void start() {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, String> mapped = builder.stream(
                        "in",
                        Consumed.with(Serdes.String(), reading())
                                .withTimestampExtractor(new Times())
                                .withName("source"))
                .mapValues(value -> value, Named.as("mapper"));
        mapped.mapValues(ErrorHandlingTests::left, Named.as("left")).to("left", strings("to-left"));
        mapped.mapValues(value -> "R" + value, Named.as("right")).to("right", strings("to-right"));
        mapped.to("strict", Produced.with(Serdes.String(), writing()).withName("strict"));
        mapped.process(Punctuated::new, Named.as("punctuated"));
        start(builder);
    }

    private void start(StreamsBuilder builder) {
        driver = new TopologyTestDriver(builder.build(), config, Instant.EPOCH);
    }

    private void send(String key, String value) {
        TestInputTopic<String, String> topic =
                driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
        topic.pipeInput(new TestRecord<>(
                key, value, new RecordHeaders().add("h", "1".getBytes(StandardCharsets.UTF_8)), 10L));
    }

    private TestOutputTopic<byte[], byte[]> output(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private List<String> values(String topic) {
        return output(topic).readValuesToList().stream()
                .map(ErrorHandlingTests::text)
                .toList();
    }

    private double dropped() {
        return driver.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("dropped-records-total"))
                .filter(metric -> metric.getKey().group().equals("stream-task-metrics"))
                .filter(metric -> "0_0".equals(metric.getKey().tags().get("task-id")))
                .mapToDouble(metric -> (Double) metric.getValue().metricValue())
                .sum();
    }

    private static Map<String, String> headers(TestRecord<?, ?> record) {
        Map<String, String> headers = new TreeMap<>();
        record.headers().forEach(header -> headers.put(header.key(), text(header.value())));
        return headers;
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "null" : new String(bytes, StandardCharsets.UTF_8);
    }

    private static String left(String value) {
        if (value.equals("left")) {
            throw new IllegalStateException("left failed");
        }
        return "L" + value;
    }

    private static Produced<String, String> strings(String name) {
        return Produced.with(Serdes.String(), Serdes.String()).withName(name);
    }

    private static Serde<String> reading() {
        Deserializer<String> deserializer = (topic, bytes) -> {
            if (text(bytes).equals("unreadable")) {
                throw new IllegalArgumentException("cannot read");
            }
            return text(bytes);
        };
        return Serdes.serdeFrom(new StringSerializer(), deserializer);
    }

    private static Serde<String> writing() {
        return Serdes.serdeFrom(
                (topic, value) -> {
                    if (value.equals("unwritable")) {
                        throw new IllegalArgumentException("cannot write");
                    }
                    return value.getBytes(StandardCharsets.UTF_8);
                },
                reading().deserializer());
    }

    @SuppressWarnings("unchecked") // The mistake under test.
    private static Serde<Object> wrong() {
        return (Serde<Object>) (Serde<?>) Serdes.Integer();
    }

    private static final class Times implements TimestampExtractor {

        @Override
        public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
            return switch (String.valueOf(record.value())) {
                case "negative" -> -1;
                case "no time" -> throw new IllegalArgumentException("no time in here");
                default -> record.timestamp();
            };
        }
    }

    private static final class Punctuated extends ContextualProcessor<String, String, Void, Void> {

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            super.init(context);
            context.schedule(Duration.ofSeconds(1), PunctuationType.WALL_CLOCK_TIME, time -> {
                throw new IllegalStateException("punctuation failed");
            });
        }

        @Override
        public void process(Record<String, String> record) {}
    }

    /** Notes what it is asked, and answers as the test has configured it. */
    public static final class Asked
            implements DeserializationExceptionHandler, ProcessingExceptionHandler, ProductionExceptionHandler {

        private List<String> asked;
        private String answer;

        @Override
        @SuppressWarnings("unchecked") // The test put it there.
        public void configure(Map<String, ?> configs) {
            asked = (List<String>) configs.get("test.asked");
            answer = (String) configs.get("test.answer");
        }

        @Override
        public DeserializationExceptionHandler.Response handleError(
                ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
            return answered(
                    "deserialization " + place(context),
                    () -> DeserializationExceptionHandler.Response.resume(letters()),
                    () -> DeserializationExceptionHandler.Response.fail(letters()));
        }

        @Override
        public ProcessingExceptionHandler.Response handleError(
                ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
            String what = record == null ? "null" : record.key() + "=" + record.value() + "@" + record.timestamp();
            return answered(
                    "processing " + place(context) + " record " + what,
                    () -> ProcessingExceptionHandler.Response.resume(letters()),
                    () -> ProcessingExceptionHandler.Response.fail(letters()));
        }

        @Override
        @SuppressWarnings("rawtypes") // Given by the interface.
        public ProductionExceptionHandler.Response handleSerializationError(
                ErrorHandlerContext context,
                ProducerRecord record,
                Exception exception,
                SerializationExceptionOrigin origin) {
            return answered(
                    "serialization " + origin + " " + place(context),
                    () -> answer.equals("retry")
                            ? ProductionExceptionHandler.Response.retry()
                            : ProductionExceptionHandler.Response.resume(letters()),
                    () -> ProductionExceptionHandler.Response.fail(letters()));
        }

        private <R> R answered(String what, Supplier<R> resume, Supplier<R> fail) {
            asked.add(what);
            return switch (answer.split(" ")[0]) {
                case "resume", "retry" -> resume.get();
                case "fail" -> fail.get();
                case "null" -> null;
                default -> throw new IllegalStateException("The handler is broken");
            };
        }

        private List<ProducerRecord<byte[], byte[]>> letters() {
            byte[] letter = "letter".getBytes(StandardCharsets.UTF_8);
            return answer.endsWith("letter") ? List.of(new ProducerRecord<>("letters", letter, letter)) : List.of();
        }

        private static String place(ErrorHandlerContext context) {
            StringBuilder headers = new StringBuilder();
            context.headers().forEach(header -> headers.append(header.key()));
            return context.processorNodeId() + " " + context.taskId() + " " + context.topic() + "/"
                    + context.partition() + "/" + context.offset() + "@" + context.timestamp() + " " + headers + " "
                    + text(context.sourceRawKey()) + "=" + text(context.sourceRawValue());
        }
    }
}
