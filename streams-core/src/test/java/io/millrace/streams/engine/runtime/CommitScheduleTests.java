package io.millrace.streams.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommitScheduleTests {

    private final CommitSchedule schedule = new CommitSchedule(100, 1_000);

    @ParameterizedTest
    @CsvSource({
        "1000, 1000, 1100, at once",
        "1000, 1012, 1100, and quick ones come an interval apart",
        "1000, 1025, 1100, up to a quarter of the time",
        "1000, 1030, 1120, beyond which processing gets three times as long",
        "1000, 1040, 1140, but no more than an interval",
        "1000, 9000, 9100, however slow"
    })
    void theNextCommitFollowsTheBeginningOfTheLast(long began, long ended, long due, String why) {
        schedule.committed(began, ended);

        assertThat(schedule.isDue(due - 1)).as(why).isFalse();
        assertThat(schedule.isDue(due)).as(why).isTrue();
        assertThat(schedule.leftMs(due - 1)).as(why).isEqualTo(1);
    }

    @Test
    void theFirstCommitAndOneAfterNothingWasToCommitComeAfterAnInterval() {
        assertThat(schedule.isDue(1_099)).isFalse();
        assertThat(schedule.isDue(1_100)).isTrue();

        schedule.nothingToCommit(1_130);

        assertThat(schedule.isDue(1_229)).isFalse();
        assertThat(schedule.isDue(1_230)).isTrue();
    }

    @Test
    void anIntervalWithoutEndNeverOverflows() {
        CommitSchedule never = new CommitSchedule(Long.MAX_VALUE, 1_000);

        never.committed(2_000, 2_010);

        assertThat(never.isDue(Long.MAX_VALUE - 1)).isFalse();
    }
}
