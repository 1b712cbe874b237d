package io.millrace.streams.engine.state.rocks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.engine.state.ByteStore;
import io.millrace.streams.engine.state.PositionHint;
import io.millrace.streams.engine.state.StateBatch;
import io.millrace.streams.engine.state.StoreSpec;
import io.millrace.streams.engine.state.StoreSpec.Backing;
import io.millrace.streams.engine.state.StoreSpec.ValueFormat;
import io.millrace.streams.processor.TaskId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;

/** What the hint beside a database says, while it is used and after a crash. */
class FlushedPositionsTests {

    private static final Duration FLUSH_AGE = Duration.ofMinutes(5);
    private static final Duration UNUSED_AGE = Duration.ofMinutes(10);
    private static final TopicPartition CHANGELOG = new TopicPartition("counts-changelog", 0);
    private static final String MARK = "position/counts/counts-changelog/0";

    @TempDir
    Path directory;

    private final HandClock clock = new HandClock();
    private final RocksResources resources = new RocksResources(16 << 20, 1 << 20, 1);
    private RocksBackend backend;

    @BeforeEach
    void open() throws RocksDBException {
        backend = RocksBackend.open(
                new RocksBackend.Settings(
                        new TaskId(0, 0),
                        directory.resolve("db"),
                        StoreTuning.NONE,
                        null,
                        FLUSH_AGE.toNanos(),
                        UNUSED_AGE.toMillis()),
                resources,
                clock);
    }

    @AfterEach
    void close() {
        backend.close();
        resources.close();
        assertThat(resources.openHandles()).isZero();
    }

    @Test
    void whatIsNotFlushedIsNotTold() {
        write(5);

        assertThat(hint()).isEmpty();
    }

    @Test
    void aFlushIsTold() {
        write(5);

        backend.flush();
        write(9);

        assertThat(hint()).isEqualTo(Map.of(CHANGELOG, 5L));
    }

    @Test
    void aCloseIsTold() {
        write(5);

        backend.close();

        assertThat(hint()).isEqualTo(Map.of(CHANGELOG, 5L));
    }

    @Test
    void layoutsAreToldToo() throws IOException {
        try (StateBatch batch = backend.newBatch()) {
            batch.mark("layout/counts", 104);
            batch.write();
        }

        backend.flush();

        assertThat(Files.readString(directory.resolve("positions.hint"))).contains("104 layout/counts\n");
    }

    @Test
    void aFlushInTheBackgroundIsToldWhenItHasEndedAndAsOfItsBeginning() {
        write(5);
        clock.advance(FLUSH_AGE.plusSeconds(1));
        backend.flushAged();
        write(9);

        awaitHint();

        assertThat(hint()).isEqualTo(Map.of(CHANGELOG, 5L));
    }

    @Test
    void afterACrashTheHintIsNotAheadOfTheDatabase() throws RocksDBException {
        write(5);
        clock.advance(FLUSH_AGE.plusSeconds(1));
        backend.flushAged();
        awaitHint();
        write(9);

        backend.closeWithoutFlush();
        Map<TopicPartition, Long> afterTheCrash = hint();
        open();

        assertThat(afterTheCrash).isEqualTo(Map.of(CHANGELOG, 5L));
        assertThat(backend.mark(MARK)).isEqualTo(OptionalLong.of(5));
    }

    @Test
    void aPositionThatGoesBackIsWithdrawnBeforeItIsWritten() {
        write(5);
        backend.flush();

        write(-1);
        assertThat(hint()).isEmpty();
        backend.flush();
        assertThat(hint()).isEmpty();
        write(2);
        assertThat(hint()).isEmpty();
        backend.flush();
        assertThat(hint()).isEqualTo(Map.of(CHANGELOG, 2L));
    }

    @Test
    void aFlushUnderWayIsForgottenWhenAPositionGoesBack() {
        write(5);
        clock.advance(FLUSH_AGE.plusSeconds(1));
        backend.flushAged();

        write(0);
        clock.advance(FLUSH_AGE.plusSeconds(1));
        backend.flushAged();
        awaitHint();

        assertThat(hint()).isEqualTo(Map.of(CHANGELOG, 0L));
    }

    @Test
    void openingTellsWhatThereIs() throws RocksDBException {
        write(5);
        backend.close();
        PositionHint.in(directory).tell(Map.of(MARK, 99L));
        open();
        assertThat(hint()).isEqualTo(Map.of(CHANGELOG, 5L));

        backend.close();
        PositionHint.in(directory).withdraw();
        open();
        assertThat(hint()).isEqualTo(Map.of(CHANGELOG, 5L));
    }

    @Test
    void aStoreThatIsDroppedIsNotToldOf() throws RocksDBException {
        write(5);
        backend.keepOnly(Set.of());
        backend.close();
        clock.advance(UNUSED_AGE);
        open();
        assertThat(hint()).isEqualTo(Map.of(CHANGELOG, 5L));

        backend.keepOnly(Set.of());

        assertThat(hint()).isEmpty();
    }

    private void write(long position) {
        ByteStore column = backend.open(StoreSpec.keyValue("counts", ValueFormat.PLAIN, Backing.PERSISTENT));
        try (StateBatch batch = backend.newBatch()) {
            batch.into(column).put("k".getBytes(UTF_8), "v".getBytes(UTF_8));
            batch.mark(MARK, position);
            batch.write();
        }
    }

    private Map<TopicPartition, Long> hint() {
        return PositionHint.in(directory).read();
    }

    private void awaitHint() {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (hint().isEmpty()) {
            assertThat(System.nanoTime()).as("waiting for the flush").isLessThan(deadline);
            backend.flushAged();
            Thread.onSpinWait();
        }
    }
}
