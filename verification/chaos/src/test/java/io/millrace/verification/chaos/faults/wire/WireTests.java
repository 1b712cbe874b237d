package io.millrace.verification.chaos.faults.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WireTests {

    private static final int SHORT_MS = 200;
    private static final int LONG_MS = 20_000;

    private ServerSocket broker;
    private Wire wire;

    @BeforeEach
    void open() throws IOException {
        broker = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        broker.setSoTimeout(LONG_MS);
        wire = new Wire(broker.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        wire.close();
        broker.close();
    }

    @Test
    void bytesGoThroughInBothDirections() throws IOException {
        try (Socket instance = connect();
                Socket accepted = broker.accept()) {
            send(instance, 1);
            send(accepted, 2);

            assertThat(receive(accepted, LONG_MS)).isEqualTo(1);
            assertThat(receive(instance, LONG_MS)).isEqualTo(2);
        }
    }

    @Test
    void aBlackHoleHoldsBytesUntilItIsOver() throws IOException {
        try (Socket instance = connect();
                Socket accepted = broker.accept()) {
            wire.change(Trouble.BLACK_HOLE);
            send(instance, 1);

            assertThatThrownBy(() -> receive(accepted, SHORT_MS)).isInstanceOf(SocketTimeoutException.class);
            wire.change(Trouble.NONE);
            assertThat(receive(accepted, LONG_MS)).isEqualTo(1);
        }
    }

    @Test
    void oneDirectionMayFailAlone() throws IOException {
        try (Socket instance = connect();
                Socket accepted = broker.accept()) {
            wire.change(Trouble.NOTHING_OUT);
            send(instance, 1);
            send(accepted, 2);

            assertThat(receive(instance, LONG_MS)).isEqualTo(2);
            assertThatThrownBy(() -> receive(accepted, SHORT_MS)).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aCutEndsConnectionsAndRefusesNewOnes() throws IOException {
        try (Socket instance = connect();
                Socket accepted = broker.accept()) {
            wire.change(Trouble.CUT);

            assertThatThrownBy(() -> requireByte(instance)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> requireByte(accepted)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> {
                        try (Socket late = connect()) {
                            requireByte(late);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), wire.port());
    }

    private static void send(Socket socket, int value) throws IOException {
        socket.getOutputStream().write(value);
        socket.getOutputStream().flush();
    }

    private static int receive(Socket socket, int timeoutMs) throws IOException {
        socket.setSoTimeout(timeoutMs);
        return socket.getInputStream().read();
    }

    private static void requireByte(Socket socket) throws IOException {
        if (receive(socket, LONG_MS) < 0) {
            throw new IOException("closed");
        }
    }
}
