package io.millrace.streams.broker;

/**
 * A listener whose clients are told to connect to another port, where something leads to it.
 *
 * @param name its name, of letters and digits
 * @param port where it listens
 * @param advertisedPort what clients are told
 */
record ProxiedListener(String name, int port, int advertisedPort) {

    /** As text for another process: {@code name:port:advertisedPort}. */
    String encode() {
        return name + ":" + port + ":" + advertisedPort;
    }

    static ProxiedListener decode(String text) {
        String[] parts = text.split(":", -1);
        return new ProxiedListener(parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }
}
