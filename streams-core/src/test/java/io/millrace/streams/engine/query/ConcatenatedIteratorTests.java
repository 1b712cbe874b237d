package io.millrace.streams.engine.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class ConcatenatedIteratorTests {

    @Test
    void opensNothingAfterItWasClosed() {
        ConcatenatedIterator<String, String> iterator =
                new ConcatenatedIterator<>(List.of(new ConcatenatedIterator.Part<>(
                        () -> {
                            throw new AssertionError("A scan was opened");
                        },
                        Function.identity())));

        iterator.close();

        assertThat(iterator.hasNext()).isFalse();
    }
}
