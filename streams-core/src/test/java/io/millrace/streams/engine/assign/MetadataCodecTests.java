package io.millrace.streams.engine.assign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.streams.engine.assign.AssignmentNews.HostPartitions;
import io.millrace.streams.engine.assign.AssignmentNews.Outcome;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.state.HostInfo;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class MetadataCodecTests {

    private static final int MUTATIONS = Integer.getInteger("millrace.codec.mutations", 20_000);

    private static final MemberSubscription SUBSCRIPTION = new MemberSubscription(
            new UUID(42, 43),
            Map.of(
                    new TaskId(0, 0),
                    123_456_789_012L,
                    new TaskId(0, 7),
                    MemberSubscription.UNKNOWN,
                    new TaskId(3, 1_000_000),
                    MemberSubscription.RUNNING,
                    new TaskId(4, 4),
                    0L),
            Set.of(new TaskId(0, 7), new TaskId(4, 4)),
            new Site("rack-1", Map.of("zone", "a", "cluster", "k8s")),
            new HostInfo("host.example", 8080),
            77,
            true);

    private static final AssignmentNews NEWS = new AssignmentNews(
            Outcome.ASSIGNED,
            "",
            Map.of(
                    new HostInfo("a", 1),
                    new HostPartitions(
                            Set.of(new TopicPartition("orders", 0), new TopicPartition("orders", 5)),
                            Set.of(new TopicPartition("customers", 2), new TopicPartition("uncounted", 1))),
                    new HostInfo("b", 65_535),
                    new HostPartitions(Set.of(), Set.of())),
            Map.of("orders", 6, "customers", 3),
            new TreeSet<>(Set.of(new TaskId(0, 3), new TaskId(2, 1))),
            false);

    @Test
    void aSubscriptionComesBackAsItWas() {
        assertThat(SubscriptionCodec.decode(SubscriptionCodec.encode(SUBSCRIPTION)))
                .isEqualTo(SUBSCRIPTION);
    }

    @Test
    void aSubscriptionWithNothingToTellComesBackAsItWas() {
        MemberSubscription bare = MemberSubscription.unknown(new UUID(1, 2));

        assertThat(SubscriptionCodec.decode(SubscriptionCodec.encode(bare))).isEqualTo(bare);
    }

    @Test
    void newsComesBackAsItWas() {
        assertThat(AssignmentCodec.decode(AssignmentCodec.encode(NEWS))).isEqualTo(NEWS);
    }

    @Test
    void aSubscriptionOfTheFirstVersionTellsNothingOfOffsetsStandbysAndSite() {
        ByteBuffer bytes = new MetadataWriter()
                .number(1)
                .uuid(new UUID(42, 43))
                .eightBytes(77)
                .text("host.example")
                .number(8080)
                .tasks(Set.of(new TaskId(0, 0), new TaskId(0, 7)))
                .toBuffer();

        assertThat(SubscriptionCodec.decode(bytes))
                .isEqualTo(new MemberSubscription(
                        new UUID(42, 43),
                        Map.of(
                                new TaskId(0, 0), MemberSubscription.UNKNOWN,
                                new TaskId(0, 7), MemberSubscription.UNKNOWN),
                        Set.of(),
                        Site.UNKNOWN,
                        new HostInfo("host.example", 8080),
                        77,
                        false));
    }

    @Test
    void aTagOrRackThatIsTooLongIsCut() {
        String text = "\u20AC".repeat(SubscriptionCodec.MAX_RACK_BYTES);

        MemberSubscription read = SubscriptionCodec.decode(SubscriptionCodec.encode(new MemberSubscription(
                new UUID(1, 2), Map.of(), Set.of(), new Site(text, Map.of(text, text)), null, 0, false)));

        assertThat(read.site().rack()).isNotEmpty();
        assertThat(text).startsWith(read.site().rack());
        assertThat(read.site().tags()).hasSize(1);
    }

    @Test
    void newsOfTheSecondVersionTellsHostsAndNothingOfStandbys() {
        ByteBuffer bytes = new MetadataWriter()
                .number(2)
                .number(Outcome.ASSIGNED.code())
                .text("")
                .number(1)
                .text("a")
                .number(1)
                .partitions(Set.of(new TopicPartition("orders", 0)))
                .partitions(Set.of(new TopicPartition("orders", 5)))
                .counts(Map.of("orders", 6))
                .toBuffer();

        AssignmentNews news = AssignmentCodec.decode(bytes);

        assertThat(news.standbys()).isEmpty();
        assertThat(news.hosts())
                .containsExactly(Map.entry(
                        new HostInfo("a", 1),
                        new HostPartitions(
                                Set.of(new TopicPartition("orders", 0)), Set.of(new TopicPartition("orders", 5)))));
        assertThat(news.partitionCounts()).containsExactly(Map.entry("orders", 6));
    }

    @Test
    void newsOfTheFirstVersionTellsPartitionCountsByTheHighestPartitionHosted() {
        ByteBuffer bytes = new MetadataWriter()
                .number(1)
                .number(Outcome.ASSIGNED.code())
                .text("")
                .number(1)
                .text("a")
                .number(1)
                .partitions(Set.of(new TopicPartition("orders", 0), new TopicPartition("orders", 5)))
                .partitions(Set.of())
                .toBuffer();

        AssignmentNews news = AssignmentCodec.decode(bytes);

        assertThat(news.hosts()).containsOnlyKeys(new HostInfo("a", 1));
        assertThat(news.partitionCounts()).containsExactly(Map.entry("orders", 6));
    }

    @Test
    void anErrorComesBackWithItsTextCutToTheLimit() {
        String text = "\u20AC".repeat(AssignmentCodec.MAX_DETAIL_BYTES);

        AssignmentNews news = AssignmentCodec.decode(
                AssignmentCodec.encode(AssignmentNews.failed(Outcome.MISSING_SOURCE_TOPIC, text)));

        assertThat(news.outcome()).isEqualTo(Outcome.MISSING_SOURCE_TOPIC);
        assertThat(text).startsWith(news.detail());
        assertThat(news.detail()).hasSizeGreaterThan(1000);
    }

    @Test
    void tenThousandTasksTakeLittleMoreThanAByteEach() {
        SortedSet<TaskId> tasks = new TreeSet<>();
        for (int partition = 0; partition < 10_000; partition++) {
            tasks.add(new TaskId(0, partition));
        }

        ByteBuffer bytes = AssignmentCodec.encode(ByteBuffer.allocate(0), tasks);

        assertThat(bytes.remaining()).isLessThan(10_100);
    }

    @Test
    void aLaterVersionMayAddFields() {
        ByteBuffer bytes = SubscriptionCodec.encode(SUBSCRIPTION);
        ByteBuffer later = ByteBuffer.allocate(bytes.remaining() + 3).put(bytes);
        later.put(0, (byte) (SubscriptionCodec.VERSION + 1)).rewind();

        assertThat(SubscriptionCodec.decode(later)).isEqualTo(SUBSCRIPTION);
    }

    @Test
    void missingBytesAndTooManyBytesAreRefused() {
        assertThatExceptionOfType(MetadataFormatException.class).isThrownBy(() -> SubscriptionCodec.decode(null));
        assertThatExceptionOfType(MetadataFormatException.class)
                .isThrownBy(() -> SubscriptionCodec.decode(ByteBuffer.allocate(SubscriptionCodec.MAX_BYTES + 1)));
        assertThatExceptionOfType(MetadataFormatException.class)
                .isThrownBy(() -> AssignmentCodec.decode(ByteBuffer.allocate(AssignmentCodec.MAX_BYTES + 1)));
    }

    @Test
    void damagedBytesAreReadOrRefusedButNothingElse() {
        damage("subscription", SubscriptionCodec.encode(SUBSCRIPTION), SubscriptionCodec::decode);
        damage("news", AssignmentCodec.encode(NEWS), AssignmentCodec::decode);
    }

    private static void damage(String what, ByteBuffer encoded, Function<ByteBuffer, ?> decode) {
        byte[] good = new byte[encoded.remaining()];
        encoded.get(good);
        int refused = 0;
        for (long seed = 0; seed < MUTATIONS; seed++) {
            byte[] bad = mutated(good, new Random(seed));
            try {
                assertThat(decode.apply(ByteBuffer.wrap(bad))).isNotNull();
            } catch (MetadataFormatException e) {
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError(what + ", seed " + seed, e);
            }
        }
        assertThat(refused).isPositive();
    }

    private static byte[] mutated(byte[] good, Random random) {
        byte[] bad = Arrays.copyOf(good, random.nextInt(4) == 0 ? random.nextInt(good.length + 8) : good.length);
        for (int n = random.nextInt(4); n >= 0 && bad.length > 0; n--) {
            bad[random.nextInt(bad.length)] = (byte) random.nextInt();
        }
        return bad;
    }
}
