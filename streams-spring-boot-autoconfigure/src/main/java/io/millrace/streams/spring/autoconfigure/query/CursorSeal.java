package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.spring.StateQueryException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signs cursors and checks them. A cursor fits the query that it came from, and the secret: unless that is shared, it is refused by
 * any other instance, and after a restart. Safe for use by any thread.
 */
final class CursorSeal {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SIGNATURE_BYTES = 32;
    private static final int FIXED_BYTES = SIGNATURE_BYTES + Integer.BYTES + Long.BYTES;
    private static final int LARGEST_CURSOR = 16 * 1024;

    /** Of a key, or of a cursor that holds one of {@link QueryBounds#LONGEST_KEY}. */
    private static final int LONGEST_KEY = 11 * 1024;

    private final SecretKeySpec secret;

    /**
     * @param shared what instances have in common that take each other's cursors, null for a secret of this process alone
     */
    CursorSeal(@Nullable String shared) {
        byte[] key;
        if (shared == null) {
            key = new byte[SIGNATURE_BYTES];
            new SecureRandom().nextBytes(key);
        } else {
            key = shared.getBytes(StandardCharsets.UTF_8);
        }
        this.secret = new SecretKeySpec(key, ALGORITHM);
    }

    /**
     * The last entry of a page.
     *
     * @param partition its partition
     * @param windowStartMs the start of its window; 0 in a key-value store
     * @param key its key, as text
     */
    record Position(int partition, long windowStartMs, String key) {}

    /**
     * Makes a cursor.
     *
     * @throws StateQueryException if it would be longer than one may be
     */
    String seal(Position position, String fingerprint) {
        String cursor = trySeal(position, fingerprint);
        if (cursor == null) {
            throw Refusals.cursorTooLong();
        }
        return cursor;
    }

    /** Makes a cursor; null if it would be longer than one may be. */
    @Nullable
    String trySeal(Position position, String fingerprint) {
        byte[] key = position.key().getBytes(StandardCharsets.UTF_8);
        if (key.length > LONGEST_KEY) {
            return null;
        }
        byte[] body = ByteBuffer.allocate(Integer.BYTES + Long.BYTES + key.length)
                .putInt(position.partition())
                .putLong(position.windowStartMs())
                .put(key)
                .array();
        byte[] signature = sign(body, fingerprint);
        byte[] cursor = Arrays.copyOf(signature, SIGNATURE_BYTES + body.length);
        System.arraycopy(body, 0, cursor, SIGNATURE_BYTES, body.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(cursor);
    }

    Position open(String cursor, String fingerprint) {
        byte[] bytes;
        try {
            bytes = cursor.length() > LARGEST_CURSOR
                    ? new byte[0]
                    : Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException e) {
            throw refused();
        }
        if (bytes.length < FIXED_BYTES) {
            throw refused();
        }
        byte[] signature = Arrays.copyOf(bytes, SIGNATURE_BYTES);
        byte[] body = Arrays.copyOfRange(bytes, SIGNATURE_BYTES, bytes.length);
        if (!MessageDigest.isEqual(signature, sign(body, fingerprint))) {
            throw refused();
        }
        ByteBuffer fields = ByteBuffer.wrap(body);
        int partition = fields.getInt();
        long windowStartMs = fields.getLong();
        return new Position(
                partition, windowStartMs, StandardCharsets.UTF_8.decode(fields).toString());
    }

    /** How long a cursor with a key of so many bytes is. */
    static long length(long keyBytes) {
        return (FIXED_BYTES + keyBytes + 2) / 3 * 4;
    }

    static StateQueryException refused() {
        return Refusals.badRequest(
                "bad-cursor",
                "The cursor does not belong to this query, or is too old; begin again with the first page.");
    }

    private byte[] sign(byte[] body, String fingerprint) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            mac.update(fingerprint.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no " + ALGORITHM, e);
        }
    }
}
