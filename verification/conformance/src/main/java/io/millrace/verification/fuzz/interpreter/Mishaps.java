package io.millrace.verification.fuzz.interpreter;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.errors.DeserializationExceptionHandler;
import io.millrace.streams.errors.ErrorHandlerContext;
import io.millrace.streams.errors.LogAndContinueExceptionHandler;
import io.millrace.streams.errors.LogAndContinueProcessingExceptionHandler;
import io.millrace.streams.errors.ProcessingExceptionHandler;
import io.millrace.streams.errors.ProductionExceptionHandler;
import io.millrace.streams.processor.api.Record;
import io.millrace.verification.fuzz.Program;
import io.millrace.verification.fuzz.Source;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** What a program does about errors: which handlers it has, and whether there is a topic for what they skip. */
final class Mishaps {

    static final String DEAD_LETTERS = "dead-letters";

    /** The operator that answers subscriptions of a foreign-key join. */
    private static final Pattern ANSWERS =
            Pattern.compile("KTABLE-FK-JOIN-SUBSCRIPTION-PROCESSOR-.*|.*-subscription-join-foreign");

    private static final String EVENTS = "fuzz.events";
    private static final String GOES_ON = "fuzz.goes.on";
    private static final String SENDS = "fuzz.sends";
    private static final String FAILURES = "fuzz.failures";

    private Mishaps() {}

    /** How the first source chooses; its slots up to 6 are for the source itself. */
    private static int choice(Program program, int slot) {
        Source first = program.sources().get(0);
        return first.choice(slot, 16);
    }

    /** Whether unreadable records are skipped without a trace. */
    static boolean skipsSilently(Program program) {
        return program.settings().tolerant() && !notes(program) && !keepsDeadLetters(program);
    }

    private static boolean notes(Program program) {
        return choice(program, 7) >= (program.settings().tolerant() ? 8 : 12);
    }

    /** Not in transactions: Kafka Streams' driver loses what is sent in one that processes no record. */
    private static boolean keepsDeadLetters(Program program) {
        return choice(program, 8) >= 12 && !program.settings().exactlyOnce();
    }

    /** Whether what is sent to topics at the end of the program cannot be serialised now and then. */
    static boolean failsToSend(Program program) {
        return choice(program, 10) >= 14;
    }

    static Serde<Object> fragile(Serde<Object> serde) {
        return Serdes.serdeFrom(
                (topic, value) -> {
                    if (value != null && Functions.hash(3, value) % 32 == 0) {
                        throw new IllegalArgumentException("cannot map " + Functions.text(value));
                    }
                    return serde.serializer().serialize(topic, value);
                },
                serde.deserializer());
    }

    static void configure(Program program, Build build, Properties properties) {
        properties.put(FAILURES, build.failures);
        boolean tolerant = program.settings().tolerant();
        if (notes(program)) {
            properties.put(EVENTS, build.events);
            properties.put(GOES_ON, tolerant);
            properties.put(SENDS, !program.settings().exactlyOnce());
            properties.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, Deserialization.class);
            properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, Processing.class);
            properties.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, Production.class);
        } else if (tolerant) {
            properties.put(
                    StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndContinueExceptionHandler.class);
            properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, Continuing.class);
        }
        if (keepsDeadLetters(program)) {
            properties.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, DEAD_LETTERS);
        }
    }

    /** Notes what a handler is told, and says whether to go on. */
    private static final class Notes {

        private List<String> events = List.of();
        private List<String> failures = List.of();
        private boolean goesOn;
        private boolean sends;

        @SuppressWarnings("unchecked") // Put there by configure.
        void configure(Map<String, ?> configs) {
            events = (List<String>) configs.get(EVENTS);
            failures = (List<String>) configs.get(FAILURES);
            goesOn = (Boolean) configs.get(GOES_ON);
            sends = (Boolean) configs.get(SENDS);
        }

        boolean goesOn() {
            return goesOn;
        }

        /** Whether to send a record on account of the one at this offset. */
        boolean sends(long offset) {
            return sends && offset % 3 == 0;
        }

        void add(String what, ErrorHandlerContext context, Exception e) {
            boolean own = e.getMessage() != null && e.getMessage().startsWith("cannot map");
            events.add(what + " failed at " + context.processorNodeId() + " of task " + context.taskId() + ", record "
                    + context.topic() + "-" + context.partition() + "@" + context.offset() + " at "
                    + context.timestamp() + " key " + Functions.bytes(context.sourceRawKey()) + " value "
                    + Functions.bytes(context.sourceRawValue()) + " with"
                    + (context.headers() == null ? " none" : Functions.text(context.headers()))
                    + (own ? ": " + e.getMessage() : ""));
            failures.addAll(Failure.messages(e));
        }
    }

    /** What the library has for programs that go on, noting the failures. */
    public static final class Continuing extends LogAndContinueProcessingExceptionHandler {

        private List<String> failures = List.of();

        @Override
        public ProcessingExceptionHandler.Response handleError(
                ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
            failures.addAll(Failure.messages(exception));
            return super.handleError(context, record, exception);
        }

        @Override
        @SuppressWarnings("unchecked") // Put there by configure.
        public void configure(Map<String, ?> configs) {
            super.configure(configs);
            failures = (List<String>) configs.get(FAILURES);
        }
    }

    /** Skips unreadable records, and sends each third to a topic of its own. */
    public static final class Deserialization implements DeserializationExceptionHandler {

        private final Notes notes = new Notes();

        @Override
        public DeserializationExceptionHandler.Response handleError(
                ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
            notes.add(
                    "reading " + Functions.bytes(record.key()) + " = " + Functions.bytes(record.value()),
                    context,
                    exception);
            if (!notes.goesOn()) {
                return DeserializationExceptionHandler.Response.fail();
            }
            return notes.sends(record.offset())
                    ? DeserializationExceptionHandler.Response.resume(List.of(
                            new ProducerRecord<>("unread", null, record.timestamp(), record.key(), record.value())))
                    : DeserializationExceptionHandler.Response.resume();
        }

        @Override
        public void configure(Map<String, ?> configs) {
            notes.configure(configs);
        }
    }

    /** Skips records that cannot be processed, and sends some to a topic of its own. */
    public static final class Processing implements ProcessingExceptionHandler {

        private final Notes notes = new Notes();

        @Override
        public ProcessingExceptionHandler.Response handleError(
                ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
            notes.add(
                    record == null
                            ? "punctuating"
                            : "processing " + key(context, record) + " = " + Functions.text(record.value()) + " at "
                                    + record.timestamp(),
                    context,
                    exception);
            if (!notes.goesOn()) {
                return ProcessingExceptionHandler.Response.fail();
            }
            return notes.sends(context.offset())
                    ? ProcessingExceptionHandler.Response.resume(List.of(new ProducerRecord<>(
                            "unprocessed", null, 7L, context.sourceRawKey(), context.sourceRawValue())))
                    : ProcessingExceptionHandler.Response.resume();
        }

        /** Entry "records inside foreign-key joins". */
        private static String key(ErrorHandlerContext context, Record<?, ?> record) {
            return ANSWERS.matcher(context.processorNodeId()).matches() ? "?" : Functions.text(record.key());
        }

        @Override
        public void configure(Map<String, ?> configs) {
            notes.configure(configs);
        }
    }

    /** Skips records that cannot be sent. */
    public static final class Production implements ProductionExceptionHandler {

        private final Notes notes = new Notes();

        @Override
        public ProductionExceptionHandler.Response handleError(
                ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
            notes.add("sending", context, exception);
            return notes.goesOn()
                    ? ProductionExceptionHandler.Response.resume()
                    : ProductionExceptionHandler.Response.fail();
        }

        @Override
        @SuppressWarnings("rawtypes") // As in the API.
        public ProductionExceptionHandler.Response handleSerializationError(
                ErrorHandlerContext context,
                ProducerRecord record,
                Exception exception,
                SerializationExceptionOrigin origin) {
            notes.add(
                    "serialising " + Functions.text(record.key()) + " = " + Functions.text(record.value()) + " at "
                            + record.timestamp() + " to " + record.topic() + " " + origin,
                    context,
                    exception);
            return notes.goesOn()
                    ? ProductionExceptionHandler.Response.resume()
                    : ProductionExceptionHandler.Response.fail();
        }

        @Override
        public void configure(Map<String, ?> configs) {
            notes.configure(configs);
        }
    }
}
