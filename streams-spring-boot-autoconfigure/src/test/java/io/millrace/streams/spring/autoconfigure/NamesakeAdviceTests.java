package io.millrace.streams.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class NamesakeAdviceTests {

    private static final String WARNING = "import io.millrace.streams, not org.apache.kafka.streams";

    @Test
    void kafkaStreamsBesideMillraceIsWarnedOf(CapturedOutput output) {
        ClassLoader withNamesake = new ByteBuddy()
                .subclass(Object.class)
                .name("org.apache.kafka.streams.KafkaStreams")
                .make()
                .load(getClass().getClassLoader(), ClassLoadingStrategy.Default.WRAPPER)
                .getLoaded()
                .getClassLoader();

        NamesakeAdvice.give(withNamesake);

        assertThat(output).contains(WARNING);
    }

    @Test
    void withoutItNothingIsSaid(CapturedOutput output) {
        NamesakeAdvice.give(getClass().getClassLoader());

        assertThat(output).doesNotContain(WARNING);
    }
}
