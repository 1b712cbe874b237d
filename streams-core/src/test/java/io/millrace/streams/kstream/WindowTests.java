package io.millrace.streams.kstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class WindowTests {

    @Test
    void knowsItsBounds() {
        Window window = new TimeWindow(5, 9);

        assertThat(window.start()).isEqualTo(5);
        assertThat(window.end()).isEqualTo(9);
        assertThat(window.startTime()).isEqualTo(Instant.ofEpochMilli(5));
        assertThat(window.endTime()).isEqualTo(Instant.ofEpochMilli(9));
        assertThat(window).hasToString("Window{startMs=5, endMs=9}");
    }

    @Test
    void refusesImpossibleBounds() {
        assertThatThrownBy(() -> new SessionWindow(-1, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1 ms");
        assertThatThrownBy(() -> new SessionWindow(3, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 ms");
        assertThatThrownBy(() -> new TimeWindow(2, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new SessionWindow(2, 2)).isNotNull();
    }

    @Test
    void equalsOnlyWindowsOfItsKind() {
        assertThat(new TimeWindow(1, 2))
                .isEqualTo(new TimeWindow(1, 2))
                .hasSameHashCodeAs(new TimeWindow(1, 2))
                .isNotEqualTo(new TimeWindow(1, 3))
                .isNotEqualTo(new SessionWindow(1, 2));
    }

    @Test
    void timeWindowsDoNotIncludeTheirEnd() {
        assertThat(new TimeWindow(0, 5).overlap(new TimeWindow(5, 6))).isFalse();
        assertThat(new TimeWindow(0, 5).overlap(new TimeWindow(4, 6))).isTrue();
        assertThat(new TimeWindow(4, 6).overlap(new TimeWindow(0, 5))).isTrue();
    }

    @Test
    void sessionsIncludeTheirEnd() {
        assertThat(new SessionWindow(0, 5).overlap(new SessionWindow(5, 6))).isTrue();
        assertThat(new SessionWindow(0, 5).overlap(new SessionWindow(6, 6))).isFalse();
    }

    @Test
    void windowsWithoutEndAlwaysOverlap() {
        assertThat(new UnlimitedWindow(0).overlap(new UnlimitedWindow(50))).isTrue();
        assertThat(new UnlimitedWindow(0).end()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void windowsOfDifferentKindsCannotBeCompared() {
        assertThatThrownBy(() -> new TimeWindow(0, 5).overlap(new SessionWindow(0, 5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SessionWindow");
        assertThatThrownBy(() -> new SessionWindow(0, 5).overlap(new TimeWindow(0, 5)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new UnlimitedWindow(0).overlap(new TimeWindow(0, 5)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void windowedKeysAreEqualByKeyAndWindow() {
        Windowed<String> windowed = new Windowed<>("k", new TimeWindow(1, 2));

        assertThat(windowed)
                .hasToString("[k@1/2]")
                .isEqualTo(new Windowed<>("k", new TimeWindow(1, 2)))
                .hasSameHashCodeAs(new Windowed<>("k", new TimeWindow(1, 2)))
                .isNotEqualTo(new Windowed<>("k", new TimeWindow(1, 3)))
                .isNotEqualTo(new Windowed<>("l", new TimeWindow(1, 2)))
                .isNotEqualTo(new Windowed<>(null, new TimeWindow(1, 2)));
    }
}
