package io.millrace.streams.state;

import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Where an application instance can be reached by the others, as set in {@code application.server}.
 *
 * <p>The library only passes it around; serving requests there is up to the application.
 */
public class HostInfo {

    private final String host;
    private final int port;

    /**
     * Creates an address.
     *
     * @param host name or IP address of the host
     * @param port the port
     */
    public HostInfo(String host, int port) {
        this.host = host;
        this.port = port;
    }

    /**
     * Reads an address of the form {@code host:port}.
     *
     * @param endPoint the text; may be null
     * @return the address, null if the text is null or blank
     * @throws ConfigException if the text has another form
     */
    public static @Nullable HostInfo buildFromEndpoint(@Nullable String endPoint) {
        if (endPoint == null || endPoint.isBlank()) {
            return null;
        }
        String host = Utils.getHost(endPoint);
        Integer port = Utils.getPort(endPoint);
        if (host == null || port == null) {
            throw new ConfigException(
                    "Address '" + endPoint + "' cannot be read; write it as host:port, for example localhost:8080.");
        }
        return new HostInfo(host, port);
    }

    /**
     * Returns the address that stands for none, while instances have not found each other yet.
     *
     * @return host {@code unavailable} and port {@code -1}
     */
    public static HostInfo unavailable() {
        return new HostInfo("unavailable", -1);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        if (o == null || getClass() != o.getClass()) {
            return false;
        }
        HostInfo other = (HostInfo) o;
        return port == other.port && host.equals(other.host);
    }

    @Override
    public int hashCode() {
        return 31 * host.hashCode() + port;
    }

    /**
     * Returns the host.
     *
     * @return name or IP address
     */
    public String host() {
        return host;
    }

    /**
     * Returns the port.
     *
     * @return the port
     */
    public int port() {
        return port;
    }

    @Override
    public String toString() {
        return "HostInfo{host='" + host + "', port=" + port + "}";
    }
}
