package io.millrace.streams.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class NamesakeAdviceTests {

    private static final String WARNING = "import io.millrace.streams, not org.apache.kafka.streams";

    @Test
    void kafkaStreamsBesideMillraceIsWarnedOf(CapturedOutput output) {
        NamesakeAdvice.give(new ClassLoader(getClass().getClassLoader()) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                if (name.equals("org.apache.kafka.streams.KafkaStreams")) {
                    return NamesakeAdviceTests.class;
                }
                throw new ClassNotFoundException(name);
            }
        });

        assertThat(output).contains(WARNING);
    }

    @Test
    void withoutItNothingIsSaid(CapturedOutput output) {
        NamesakeAdvice.give(getClass().getClassLoader());

        assertThat(output).doesNotContain(WARNING);
    }
}
