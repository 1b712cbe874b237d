package io.millrace.streams.kstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.engine.operator.StreamPrint;
import io.millrace.streams.errors.TopologyException;
import io.millrace.streams.processor.api.Record;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrintedTests {

    private static final class Readable<K, V> extends Printed<K, V> {
        Readable(Printed<K, V> printed) {
            super(printed);
        }
    }

    @Test
    void printsKeyAndValueByDefault() {
        Readable<String, Integer> printed = new Readable<>(Printed.toSysOut());

        assertThat(printed.mapper.apply("k", null)).isEqualTo("k, null");
        assertThat(printed.outputStream).isSameAs(System.out);
        assertThat(printed.label).isNull();
    }

    @Test
    void changesInPlace() {
        Printed<String, Integer> printed = Printed.toSysOut();

        assertThat(printed.withLabel("all").withName("node").withKeyValueMapper((key, value) -> key))
                .isSameAs(printed);
        assertThat(new Readable<>(printed).label).isEqualTo("all");
        assertThat(new Readable<>(printed).processorName).isEqualTo("node");
        assertThat(new Readable<>(printed).mapper.apply("k", 1)).isEqualTo("k");
    }

    @Test
    void opensTheFile(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("out.txt");

        try (OutputStream out = new Readable<>(Printed.toFile(file.toString())).outputStream) {
            out.write('x');
        }

        assertThat(file).hasContent("x");
    }

    @Test
    void aFileThatATaskClosedTakesTheLinesOfOthers(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("out.txt");
        OutputStream out = new Readable<>(Printed.toFile(file.toString())).outputStream;
        StreamPrint<String, String> first = new StreamPrint<>(out, "l", (key, value) -> key + value);
        StreamPrint<String, String> second = new StreamPrint<>(out, "l", (key, value) -> key + value);
        first.process(new Record<>("a", "1", 0));
        first.close();
        second.process(new Record<>("b", "2", 0));
        second.close();
        StreamPrint<String, String> third = new StreamPrint<>(out, "l", (key, value) -> key + value);
        third.process(new Record<>("c", "3", 0));
        third.close();

        assertThat(file).hasContent("[l]: a1\n[l]: b2\n[l]: c3");
    }

    @Test
    void refusesAFileThatCannotBeWritten(@TempDir Path directory) {
        assertThatThrownBy(() -> Printed.toFile(" ")).isInstanceOf(TopologyException.class);
        assertThatThrownBy(() ->
                        Printed.toFile(directory.resolve("missing/out.txt").toString()))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("out.txt")
                .hasCauseInstanceOf(IOException.class);
    }
}
