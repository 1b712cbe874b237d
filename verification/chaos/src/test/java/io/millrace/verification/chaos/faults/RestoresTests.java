package io.millrace.verification.chaos.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.verification.chaos.faults.app.Said;
import org.junit.jupiter.api.Test;

class RestoresTests {

    private static final String CHANGELOG = "some-changelog-0";

    private final Restores restores = new Restores();

    @Test
    void tellsTailsFromStoresThatWereLost() {
        restore(0, 100);
        restores.begin();
        restore(90, 20);
        restores.begin();
        restore(0, 110);

        assertThat(restores.first()).isEqualTo(1);
        assertThat(restores.moved()).containsExactly(new Restores.Restore("some-changelog", 20));
        assertThat(restores.rebuilds()).isEqualTo(1);
        assertThat(restores.backwards()).isEqualTo(1);
    }

    @Test
    void tellsWhenTasksCameAndHowOftenTheyMoved() {
        long before = System.currentTimeMillis();
        assertThat(restores.msUntilOwned(before)).isEmpty();

        hear(Said.OWNED);
        restores.hear(Said.REBALANCES + " 3");

        assertThat(restores.msUntilOwned(before)).isPresent();
        assertThat(restores.msUntilOwned(System.currentTimeMillis() + 60_000)).isEmpty();
        assertThat(restores.rebalances()).isEqualTo(3);

        restores.begin();
        assertThat(restores.rebalances()).isZero();
    }

    @Test
    void stateThatWasNeverRestoredMustNotBeLostEither() {
        hear(Said.OWNED);
        hear(Said.SETTLED);
        restores.begin();
        restore(0, 100);

        assertThat(restores.first()).isZero();
        assertThat(restores.rebuilds()).isEqualTo(1);
    }

    @Test
    void stateThatWasNotOnTheDiskYetMayBeRestoredFromTheBeginning() {
        hear(Said.OWNED);
        restores.begin();
        restore(0, 100);

        assertThat(restores.first()).isEqualTo(1);
        assertThat(restores.rebuilds()).isZero();
    }

    @Test
    void knowsWhoHadTheTaskWhenTheProcessEnded() {
        restore(0, 100);
        hear(Said.OWNED);
        restores.begin();
        restore(80, 40);
        hear(Said.OWNED);
        hear(Said.GONE);
        restore(120, 7);

        assertThat(restores.returned()).containsExactly(new Restores.Restore("some-changelog", 40));
        assertThat(restores.moved()).containsExactly(new Restores.Restore("some-changelog", 7));
        assertThat(restores.backwards()).isZero();
    }

    @Test
    void aStandbyThatBecomesActiveGoesOnWhereItWas() {
        hear(Said.FOLLOWS, "0");
        hear(Said.PROMOTED, "90");
        restore(90, 10);
        restores.begin();
        hear(Said.FOLLOWS, "95");
        hear(Said.PROMOTED, "130");
        restore(120, 30);

        assertThat(restores.promotions()).isEqualTo(2);
        assertThat(restores.promoted()).hasSize(2);
        assertThat(restores.backwards()).isEqualTo(1);
    }

    @Test
    void countsThreadsThatEnded() {
        restores.hear(Said.THREAD_ENDED + " java.lang.IllegalStateException");
        restores.hear("anything else");

        assertThat(restores.threadsEnded()).isEqualTo(1);
    }

    private void restore(long from, long records) {
        hear(Said.RESTORES, from + " " + (from + records));
        hear(Said.RESTORED, Long.toString(records));
    }

    private void hear(String word, String... rest) {
        restores.hear(word + " " + CHANGELOG + (rest.length == 0 ? "" : " " + String.join(" ", rest)));
    }
}
