package io.millrace.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.atMostOnce;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.millrace.sample.PostedRecords.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.SendResult;

class PostedRecordsTests {

    private KafkaTemplate<String, String> kafka;
    private PostedRecords posted;

    @BeforeEach
    @SuppressWarnings("unchecked")
    void mockKafka() {
        kafka = mock(KafkaTemplate.class);
        posted = new PostedRecords(kafka, Duration.ofMillis(50));
    }

    private void answering(CompletableFuture<SendResult<String, String>> answer) {
        when(kafka.send(anyRecord())).thenReturn(answer);
    }

    private static ProducerRecord<String, String> anyRecord() {
        return any();
    }

    private void assertRefused(HttpStatus status) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> posted.append("topic", null, List.of("a line")))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(status));
    }

    @Test
    void doesNotWaitForABrokerThatDoesNotConfirm() {
        answering(new CompletableFuture<>());

        assertRefused(HttpStatus.SERVICE_UNAVAILABLE);
    }

    @Test
    void saysWhetherARecordIsTooLargeOrKafkaDoesNotTakeAny() {
        answering(CompletableFuture.failedFuture(new KafkaException("", new RecordTooLargeException("1048577"))));
        assertRefused(HttpStatus.CONTENT_TOO_LARGE);

        answering(CompletableFuture.failedFuture(new IllegalStateException("closed")));
        assertRefused(HttpStatus.SERVICE_UNAVAILABLE);

        when(kafka.send(anyRecord()))
                .thenThrow(
                        new KafkaException("", new RecordTooLargeException("1048577")),
                        new TimeoutException("no leader"),
                        new IllegalStateException("closed"));
        assertRefused(HttpStatus.CONTENT_TOO_LARGE);
        assertRefused(HttpStatus.SERVICE_UNAVAILABLE);
        assertRefused(HttpStatus.SERVICE_UNAVAILABLE);
    }

    /** The producer of the application would wait for a minute here, and deliver for weeks. */
    @Test
    @Timeout(30)
    void doesNotWaitForABrokerThatDoesNotAnswer() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, Object> application = Map.of(
                    ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    "127.0.0.1:" + silent.getLocalPort(),
                    ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                    Integer.MAX_VALUE);
            posted = new PostedRecords(
                    new DefaultKafkaProducerFactory<>(application, new StringSerializer(), new StringSerializer()),
                    Duration.ofSeconds(1));

            assertRefused(HttpStatus.SERVICE_UNAVAILABLE);
            posted.destroy();
        }
    }

    @Test
    void beginsNoSendThatMightEndTooLate() {
        posted = new PostedRecords(kafka, Duration.ofSeconds(2));
        when(kafka.send(anyRecord())).then(call -> {
            Awaitility.await().pollDelay(Duration.ofMillis(1_200)).until(() -> true);
            return CompletableFuture.completedFuture(null);
        });

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> posted.append("topic", null, List.of("a line", "another")));
        verify(kafka, atMostOnce()).send(anyRecord());
    }

    @Test
    void sendsNothingOfABodyWithALineThatIsTooLarge() {
        String large = "\u00fc".repeat(PostedRecords.LARGEST_RECORD / 2 + 1);

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> posted.append("topic", null, List.of("a line", large)))
                .withMessage("Line 2 has 300002 bytes; a record may have 300000.");
        verify(kafka, never()).send(anyRecord());
    }

    @Test
    void readsNoMoreThanABodyMayHave() throws IOException {
        InputStream large = new ByteArrayInputStream(new byte[PostedRecords.LARGEST_BODY + 10]);
        InputStream broken = mock(InputStream.class);
        when(broken.readNBytes(anyInt())).thenThrow(new IOException("reset"));

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> posted.text(MediaType.TEXT_PLAIN, large))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(HttpStatus.CONTENT_TOO_LARGE));
        assertThat(large.available()).isEqualTo(9);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> posted.text(MediaType.TEXT_PLAIN, broken))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(HttpStatus.BAD_REQUEST));
    }

    @Test
    void readsTextAsItsTypeSays() {
        byte[] utf8 = "\u00fcber".getBytes(StandardCharsets.UTF_8);
        byte[] latin1 = "\u00fcber".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(posted.text(MediaType.TEXT_PLAIN, new ByteArrayInputStream(utf8)))
                .isEqualTo("\u00fcber");
        assertThat(posted.text(
                        MediaType.parseMediaType("text/plain;charset=iso-8859-1"), new ByteArrayInputStream(latin1)))
                .isEqualTo("\u00fcber");
    }
}
