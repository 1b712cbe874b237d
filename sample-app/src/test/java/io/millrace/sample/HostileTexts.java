package io.millrace.sample;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Texts that programs stumble over, percent-encoded unless that is the point. Used by one thread. */
final class HostileTexts {

    private static final List<String> FIXED = List.of(
            "",
            "..",
            "../../etc/passwd",
            "%2e%2e%2fetc%2fpasswd",
            "..%5c..%5cwindows",
            "%00",
            "ATL%00",
            "%0d%0aX-Injected:%20yes",
            "%ff%fe",
            "%C0%AF",
            "%E0%80%80",
            "%ED%A0%80",
            "%F0%9F%9B%AB",
            "%E2%80%AEgnp.exe",
            "%EF%BB%BFATL",
            "%3Cscript%3Ealert(1)%3C/script%3E",
            "%24%7Bjndi:ldap://127.0.0.1:1/a%7D",
            "%23%7BT(java.lang.Runtime).getRuntime()%7D",
            "';DROP%20TABLE%20flights;--",
            "%7B%22@class%22:%22javax.script.ScriptEngineManager%22%7D",
            "%5B%22java.util.ArrayList%22,%5B%5D%5D",
            "null",
            "undefined",
            "true",
            "%20",
            "+",
            "*",
            "~",
            "%25",
            "%2525",
            "%2F",
            "a;b=c",
            "a,b,c",
            ",,,",
            "-1",
            "0",
            "00",
            "1e309",
            "NaN",
            "Infinity",
            "0x7f",
            "2147483648",
            "-2147483649",
            "9223372036854775808",
            "99999999999999999999999999999999",
            "%D9%A3",
            "2001-01-01T00:00:00Z",
            "2001-02-30T00:00:00Z",
            "+1000000000-12-31T23:59:59.999999999Z",
            "-1000000000-01-01T00:00:00Z",
            "-0001-01-01T00:00:00Z",
            "1970-01-01T00:00:00%2B18:00",
            "java.lang.String",
            "string",
            "long",
            "bytes",
            "uuid",
            "json",
            "any",
            "local",
            "ATL",
            "GA");

    private final Random random;

    HostileTexts(Random random) {
        this.random = random;
    }

    String any() {
        return switch (random.nextInt(10)) {
            case 0 -> repeated("A", 1 + random.nextInt(6_000));
            case 1 -> repeated("%22", 1 + random.nextInt(1_500));
            case 2 -> repeated("%5B", 1 + random.nextInt(1_500));
            case 3 -> encodedBytes(1 + random.nextInt(200));
            case 4 -> String.valueOf(random.nextLong());
            default -> FIXED.get(random.nextInt(FIXED.size()));
        };
    }

    static String repeated(String text, int times) {
        return text.repeat(times);
    }

    /** Whether what is encoded in a target is UTF-8. */
    static boolean isText(String target) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < target.length(); i++) {
            char next = target.charAt(i);
            if (next == '%') {
                bytes.write(Integer.parseInt(target.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.write(next);
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray()));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private String encodedBytes(int length) {
        StringBuilder encoded = new StringBuilder();
        for (int i = 0; i < length; i++) {
            encoded.append(String.format("%%%02X", random.nextInt(256)));
        }
        return encoded.toString();
    }

    /** A cursor that the application did not give: made from one that it gave, signed by somebody else, or anything. */
    String cursor(List<String> given) {
        String real = given.isEmpty() ? "" : given.get(random.nextInt(given.size()));
        return switch (random.nextInt(6)) {
            case 0 -> real;
            case 1 -> real.substring(0, random.nextInt(real.length() + 1));
            case 2 -> flipped(real);
            case 3 -> signedByAnother();
            case 4 -> encoded(bytes(random.nextInt(400)));
            default -> any();
        };
    }

    private String flipped(String cursor) {
        if (cursor.isEmpty()) {
            return cursor;
        }
        byte[] bytes = Base64.getUrlDecoder().decode(cursor);
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return encoded(bytes);
    }

    private String signedByAnother() {
        byte[] body = ByteBuffer.allocate(Integer.BYTES + Long.BYTES + 3)
                .putInt(random.nextInt(6) - 1)
                .putLong(random.nextLong())
                .put("ATL".getBytes(StandardCharsets.UTF_8))
                .array();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes(32), "HmacSHA256"));
            byte[] signature = mac.doFinal(body);
            return encoded(ByteBuffer.allocate(signature.length + body.length)
                    .put(signature)
                    .put(body)
                    .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
