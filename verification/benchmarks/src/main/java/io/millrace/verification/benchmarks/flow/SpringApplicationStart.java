package io.millrace.verification.benchmarks.flow;

import io.millrace.streams.spring.StreamTopology;
import io.millrace.streams.spring.TopologyDefinition;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.EnableKafkaStreams;

/** The process of an application of Spring Boot whose start is measured: with either library, which copies, or with none. */
public final class SpringApplicationStart {

    static final String INPUT = "spring-input";
    static final String OUTPUT = "spring-output";

    private SpringApplicationStart() {}

    /**
     * Starts it and closes it again.
     *
     * @param arguments the library, and then properties as {@code --name=value}
     */
    public static void main(String[] arguments) {
        Library library = Library.valueOf(arguments[0]);
        long startNanos = System.nanoTime();
        long cpuBefore = ProcessFigures.cpuWithoutCompilerNanos();
        SpringApplication application = new SpringApplication(sources(library));
        application.setRegisterShutdownHook(false);
        try (ConfigurableApplicationContext started =
                application.run(Arrays.copyOfRange(arguments, 1, arguments.length))) {
            System.out.println(FlowApplication.FIGURES
                    + new Figures(Map.of(
                            Measure.RUNNING_NANOS,
                            System.nanoTime() - startNanos,
                            Measure.CPU_NANOS,
                            ProcessFigures.cpuWithoutCompilerNanos() - cpuBefore)));
        }
    }

    private static Class<?> sources(Library library) {
        return switch (library) {
            case MILLRACE -> WithMillrace.class;
            case KAFKA_STREAMS -> WithKafkaStreams.class;
            case FLOOR -> Plain.class;
        };
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Plain {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class WithMillrace {

        @Bean
        @StreamTopology("copying")
        TopologyDefinition copying() {
            return builder -> builder.stream(INPUT).to(OUTPUT);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableKafkaStreams
    static class WithKafkaStreams {

        @Bean
        KStream<Object, Object> copying(StreamsBuilder builder) {
            KStream<Object, Object> input = builder.stream(INPUT);
            input.to(OUTPUT);
            return input;
        }
    }
}
