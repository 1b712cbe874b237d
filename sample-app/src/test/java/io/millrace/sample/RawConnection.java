package io.millrace.sample;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** HTTP as bytes: sends what no client library would, and reads what comes back. Used by one thread. */
final class RawConnection implements AutoCloseable {

    private static final int TIMEOUT_MS = 30_000;
    private static final int BAD_REQUEST = 400;

    private final int port;
    private @Nullable Socket socket;
    private @Nullable InputStream input;

    RawConnection(int port) {
        this.port = port;
    }

    /**
     * An answer.
     *
     * @param status its status; 0 if the server has closed the connection and said nothing
     * @param headers lines of its head
     * @param body its body
     */
    record Answer(int status, List<String> headers, byte[] body) {

        static final Answer NONE = new Answer(0, List.of(), new byte[0]);

        Optional<String> header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return headers.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()).trim())
                    .findFirst();
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** Sends a request and reads the answer; another try on a new connection if the server has closed an idle one. */
    Answer send(HostileRequest request) throws IOException {
        boolean fresh = socket == null;
        boolean last = request.concern() == HostileRequest.Concern.SERVER;
        Answer answer = exchange(request.bytes(), request.isHead(), last);
        if (answer.status() == 0 && !fresh && !last) {
            answer = exchange(request.bytes(), request.isHead(), false);
        }
        return answer;
    }

    private Answer exchange(byte[] request, boolean head, boolean last) throws IOException {
        Socket open = open();
        try {
            open.getOutputStream().write(request);
            if (last) {
                // Whoever waits for more of it learns that there is none.
                open.shutdownOutput();
            }
        } catch (SocketException e) {
            // The server refuses to read on; it may have said why.
        }
        Answer answer;
        try {
            answer = read(head);
        } catch (SocketException e) {
            answer = Answer.NONE;
        }
        if (last
                || answer.status() == 0
                || answer.header("Connection").filter("close"::equals).isPresent()) {
            close();
        }
        return answer;
    }

    private Socket open() throws IOException {
        Socket open = socket;
        if (open == null) {
            open = new Socket();
            open.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
            open.setSoTimeout(TIMEOUT_MS);
            open.setTcpNoDelay(true);
            socket = open;
            input = new BufferedInputStream(open.getInputStream());
        }
        return open;
    }

    private Answer read(boolean head) throws IOException {
        while (true) {
            String first = line();
            if (first.isEmpty()) {
                return Answer.NONE;
            }
            if (!first.startsWith("HTTP/")) {
                // To a line that is none of HTTP 1, servers answer as in the time before it: without a head.
                return new Answer(
                        BAD_REQUEST,
                        List.of("Connection: close"),
                        (first + remaining()).getBytes(StandardCharsets.UTF_8));
            }
            int status = Integer.parseInt(first.split(" ")[1]);
            List<String> headers = new ArrayList<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                headers.add(line);
            }
            if (status >= 200) {
                Answer bare = new Answer(status, headers, new byte[0]);
                return head || status == 204 || status == 304 ? bare : new Answer(status, headers, body(bare));
            }
        }
    }

    private String remaining() throws IOException {
        return new String(from().readAllBytes(), StandardCharsets.UTF_8);
    }

    private byte[] body(Answer head) throws IOException {
        InputStream from = from();
        if (head.header("Transfer-Encoding").filter("chunked"::equals).isPresent()) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int length = chunk(); length > 0; length = chunk()) {
                body.writeBytes(from.readNBytes(length));
                line();
            }
            line();
            return body.toByteArray();
        }
        Optional<String> length = head.header("Content-Length");
        return length.isPresent() ? from.readNBytes(Integer.parseInt(length.get())) : from.readAllBytes();
    }

    private int chunk() throws IOException {
        String length = line();
        if (length.isEmpty()) {
            throw new EOFException("The answer ended in its middle.");
        }
        return Integer.parseInt(length, 16);
    }

    /** A line without its end; an empty one also at the end of everything. */
    private String line() throws IOException {
        InputStream from = from();
        StringBuilder line = new StringBuilder();
        for (int next = from.read(); next >= 0 && next != '\n'; next = from.read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    private InputStream from() throws IOException {
        if (input == null) {
            throw new EOFException("The connection is closed.");
        }
        return input;
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
            input = null;
        }
    }
}
