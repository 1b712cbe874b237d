package io.millrace.verification.chaos.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RestoresTests {

    private final Restores restores = new Restores();

    @Test
    void tellsTailsFromStoresThatWereLost() {
        restore("a-0", 0, 100);
        restore("a-0", 90, 20);
        restore("a-0", 0, 110);

        assertThat(restores.first()).isEqualTo(1);
        assertThat(restores.tails()).containsExactly(20L);
        assertThat(restores.rebuilds()).isEqualTo(1);
    }

    @Test
    void countsThreadsThatEnded() {
        restores.hear(FaultApplication.THREAD_ENDED + "java.lang.IllegalStateException");
        restores.hear("anything else");

        assertThat(restores.threadsEnded()).isEqualTo(1);
    }

    private void restore(String changelog, long from, long records) {
        restores.hear(FaultApplication.RESTORED + "from " + changelog + " " + from + " " + (from + records));
        restores.hear(FaultApplication.RESTORED + "all " + changelog + " " + records + " 0");
    }
}
