package io.millrace.streams.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitMetadataTests {

    private static final TopicPartition CHANGELOG = new TopicPartition("app-store-changelog", 3);
    private static final TopicPartition ORDERS = new TopicPartition("orders", 3);
    private static final TopicPartition CLICKS = new TopicPartition("clicks", 3);
    private static final TopicPartition NEVER_READ = new TopicPartition("never-read", 3);

    @Test
    void withoutChangelogsWritesWhatKafkaStreamsWrites() {
        assertThat(new CommitMetadata(1_700_000_000_123L, Map.of()).encode()).isEqualTo("AgAAAYvP5Wh7");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1L, 0L, 1L, 1_700_000_000_123L, Long.MAX_VALUE})
    void readsTheTimeItWrote(long timeMs) {
        CommitMetadata metadata = new CommitMetadata(timeMs, Map.of());

        assertThat(CommitMetadata.decode(metadata.encode())).isEqualTo(metadata);
    }

    @Test
    void readsTheChangelogEndsItWrote() {
        CommitMetadata metadata = new CommitMetadata(5, Map.of(CommitMetadata.nameOf(CHANGELOG), 42L));

        CommitMetadata read = CommitMetadata.decode(metadata.encode());

        assertThat(read.changelogEnds()).containsEntry(CommitMetadata.nameOf(CHANGELOG), 42L);
    }

    @Test
    void notesOfOperatorsAreToldFromChangelogs() {
        String note = CommitMetadata.nameOfNote("store");
        CommitMetadata metadata = new CommitMetadata(5, Map.of(CommitMetadata.nameOf(CHANGELOG), 42L, note, 7L));

        CommitMetadata read = CommitMetadata.decode(metadata.encode());

        assertThat(read.changelogEnds()).containsEntry(note, 7L);
        assertThat(read.changelogEnds().keySet().stream().filter(CommitMetadata::isNote))
                .containsExactly(note);
    }

    @Test
    void leavesOutMoreChangelogsThanTheBrokerTakes() {
        assertThat(CommitMetadata.decode(new CommitMetadata(5, ends(122)).encode()))
                .isEqualTo(new CommitMetadata(5, Map.of()));
    }

    @Test
    void whatIsNotedByAStoreIsNamedAsInKafkaStreams() {
        assertThat(CommitMetadata.nameOfNote("counts")).isEqualTo("counts");
        assertThat(CommitMetadata.isNote("counts")).isTrue();
    }

    @Test
    void aStoreThatIsNamedLikeAnEndIsToldFromOne() {
        String name = CommitMetadata.nameOfNote("cafe");

        assertThat(name).isNotEqualTo("cafe");
        assertThat(CommitMetadata.isNote(name)).isTrue();
    }

    @Test
    void leavesOutNotesWithNamesTooLongForTheBroker() {
        Map<String, Long> numbers = new HashMap<>(ends(2));
        IntStream.range(0, 40).forEach(i -> numbers.put(CommitMetadata.nameOfNote("store".repeat(20) + i), 1L));

        assertThat(CommitMetadata.decode(new CommitMetadata(5, numbers).encode()))
                .isEqualTo(new CommitMetadata(5, ends(2)));
    }

    @Test
    void leavesOutNotesBeforeEndsOfChangelogs() {
        Map<String, Long> numbers = new HashMap<>(ends(120));
        numbers.put(CommitMetadata.nameOfNote("one"), 1L);
        numbers.put(CommitMetadata.nameOfNote("two"), 2L);

        assertThat(CommitMetadata.decode(new CommitMetadata(5, numbers).encode()))
                .isEqualTo(new CommitMetadata(5, ends(120)));
    }

    @Test
    void theLongestListFitsTheBrokersLimit() {
        assertThat(new CommitMetadata(5, ends(121)).encode()).hasSizeLessThan(4096);
    }

    @Test
    void theHighestEndKeptWithTheInputsOfATaskCounts() {
        Map<TopicPartition, LogPosition> committed =
                Map.of(ORDERS, committed(ORDERS, 7, 42), CLICKS, committed(CLICKS, 9, 40));

        assertThat(CommitMetadata.endsKeptWith(Set.of(ORDERS, CLICKS, NEVER_READ), committed))
                .containsEntry(CommitMetadata.nameOf(CHANGELOG), 42L);
    }

    @Test
    void endsPassedOnWithALaterPositionDoNotCount() {
        LogPosition passedOn = new LogPosition(8, committed(ORDERS, 7, 42).metadata());

        assertThat(CommitMetadata.endsKeptWith(Set.of(ORDERS), Map.of(ORDERS, passedOn)))
                .isEmpty();
    }

    @Test
    void noEndCountsOnceSomethingElseHasCommittedAnInput() {
        Map<TopicPartition, LogPosition> committed =
                Map.of(ORDERS, committed(ORDERS, 7, 42), CLICKS, new LogPosition(9, ""));

        assertThat(CommitMetadata.endsKeptWith(Set.of(ORDERS, CLICKS), committed))
                .isEmpty();
    }

    private static LogPosition committed(TopicPartition partition, long position, long end) {
        CommitMetadata metadata = new CommitMetadata(5, Map.of(CommitMetadata.nameOf(CHANGELOG), end));
        return new LogPosition(position, metadata.at(partition, position).encode());
    }

    @Test
    void ignoresAListThatIsCutShort() {
        byte[] bytes = {2, 0, 0, 0, 0, 0, 0, 3, (byte) 0xE8, 0, 0, 0, 9, 7};

        assertThat(CommitMetadata.decode(Base64.getEncoder().encodeToString(bytes)))
                .isEqualTo(new CommitMetadata(1000L, Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not base 64", "Ag==", "AAAAAAAAAAPo"})
    void answersUnknownForAnythingElse(String metadata) {
        assertThat(CommitMetadata.decode(metadata)).isEqualTo(new CommitMetadata(CommitMetadata.UNKNOWN, Map.of()));
    }

    private static Map<String, Long> ends(int count) {
        return IntStream.range(0, count)
                .boxed()
                .collect(Collectors.toMap(i -> CommitMetadata.nameOf(new TopicPartition("store-" + i, 0)), i -> 1L));
    }
}
