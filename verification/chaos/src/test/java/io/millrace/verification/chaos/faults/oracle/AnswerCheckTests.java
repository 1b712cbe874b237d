package io.millrace.verification.chaos.faults.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.verification.chaos.faults.app.Fold;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnswerCheckTests {

    private final Expected expected = new Expected();
    private final Verdict verdict = new Verdict();
    private final Answers answers = new Answers();

    @BeforeEach
    void send() {
        expected.add(0, new Expected.Input("a", 5, 0));
        expected.add(0, new Expected.Input("a", 3, 1));
    }

    @Test
    void foldsOfTheFirstInputsAreRight() {
        answers.fromActive("a", Fold.NONE, 0);
        answers.fromActive("a", new Fold(1, 5, 5, 5), 0);
        answers.fromActive("a", new Fold(2, 8, 3, 5), 1);
        answers.fromAny("a", new Fold(1, 5, 5, 5));
        answers.none();

        assertThat(wrong()).isZero();
        assertThat(answers.byActive()).isEqualTo(0.6);
        assertThat(answers.byAny()).isEqualTo(0.8);
    }

    @Test
    void whatNeverWasIsFound() {
        answers.fromAny("a", new Fold(1, 3, 3, 3));
        answers.fromAny("a", new Fold(3, 9, 1, 5));
        answers.fromAny("b", new Fold(1, 5, 5, 5));

        assertThat(wrong()).isEqualTo(3);
    }

    @Test
    void activeTasksDoNotGoBack() {
        answers.fromActive("a", new Fold(2, 8, 3, 5), 0);
        answers.fromActive("a", new Fold(1, 5, 5, 5), answers.latest("a"));
        answers.fromActive("a", Fold.NONE, answers.latest("a"));

        assertThat(wrong()).isEqualTo(2);
    }

    private long wrong() {
        new AnswerCheck(expected, verdict).compare(answers);
        return verdict.findings(0, 0).wrong();
    }
}
