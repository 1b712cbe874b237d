package io.millrace.streams.engine.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CrashPointTests {

    /** Made by its name. */
    public static final class Heard implements Consumer<String> {

        private final List<String> names = new ArrayList<>();

        @Override
        public void accept(String name) {
            names.add(name);
        }
    }

    @Test
    void nobodyHearsUnlessATestAsksForIt() {
        assertThat(CrashPoint.watcher(null)).isNull();
        assertThatCode(() -> CrashPoint.COMMITTED.pass()).doesNotThrowAnyException();
    }

    @Test
    void aWatcherIsMadeByTheNameOfItsClass() {
        Consumer<String> watcher = CrashPoint.watcher(Heard.class.getName());

        watcher.accept("COMMITTED");

        assertThat(((Heard) watcher).names).containsExactly("COMMITTED");
    }

    @Test
    void aWatcherThatCannotBeMadeIsNamed() {
        assertThatThrownBy(() -> CrashPoint.watcher("nowhere.Nobody"))
                .hasMessageContainingAll(CrashPoint.WATCHER, "nowhere.Nobody");
    }
}
