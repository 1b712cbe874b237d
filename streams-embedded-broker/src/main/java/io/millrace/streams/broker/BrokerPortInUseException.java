package io.millrace.streams.broker;

/** Thrown when the port that an embedded broker was told to listen on is taken. */
public final class BrokerPortInUseException extends BrokerStartException {

    private static final long serialVersionUID = 1L;

    private final int port;

    BrokerPortInUseException(int port, Throwable cause) {
        super(
                "Port " + port + " is already in use, so the embedded broker cannot listen on it; stop the process that"
                        + " holds it (perhaps another Kafka), or choose another with EmbeddedBroker.builder().port(...),"
                        + " where 0 takes any free port.",
                cause);
        this.port = port;
    }

    /**
     * Returns the port that was asked for.
     *
     * @return the port
     */
    public int port() {
        return port;
    }
}
