package io.millrace.sample;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A request that no well-meaning client sends, byte by byte.
 *
 * @param method the method, as it is written
 * @param target the target, as it is written
 * @param headers lines of the head
 * @param body the body
 * @param concern who has to say why it is refused
 */
record HostileRequest(String method, String target, List<String> headers, byte[] body, Concern concern) {

    /** Whose business a request is. */
    enum Concern {
        /** It reaches an operation, so a refusal names its reason. */
        OPERATION,
        /** No operation takes it: the framework says what is wrong, by a status. */
        FRAMEWORK,
        /** It is no HTTP, or more of it than a server takes: the server may do no more than close the connection. */
        SERVER
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StringBuilder head = new StringBuilder();
        head.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
        headers.forEach(line -> head.append(line).append("\r\n"));
        if (body.length > 0 && headers.stream().noneMatch(HostileRequest::tellsLength)) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    private static boolean tellsLength(String line) {
        return line.startsWith("Content-Length") || line.startsWith("Transfer-Encoding");
    }

    boolean isHead() {
        return method.equals("HEAD");
    }

    /** As far as fits on a line. */
    @Override
    public String toString() {
        String line = method + " " + target + " " + headers + (body.length == 0 ? "" : " " + body.length + " bytes");
        return line.length() > 400 ? line.substring(0, 400) + "... (" + line.length() + ")" : line;
    }
}
