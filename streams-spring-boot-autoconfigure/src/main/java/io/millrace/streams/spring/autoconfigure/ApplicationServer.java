package io.millrace.streams.spring.autoconfigure;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.spring.autoconfigure.diagnostics.InvalidStreamsPropertyException;
import io.millrace.streams.state.HostInfo;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Where the other instances of the application reach this one. With {@code auto} that is known once the web servers are up, and
 * topologies are started after that. Safe for use by any thread.
 */
public final class ApplicationServer {

    static final String AUTO = "auto";
    static final String NONE = "none";

    private static final Logger log = LoggerFactory.getLogger(ApplicationServer.class);
    private static final String PROPERTY = StreamsProperties.PREFIX + ".application-server";

    private final Environment environment;
    private final String setting;

    /**
     * @param environment tells the ports of the web servers
     * @param setting {@code auto}, {@code none}, or an address
     */
    ApplicationServer(Environment environment, String setting) {
        this.environment = environment;
        this.setting = setting.trim();
        if (!isAutomatic() && !this.setting.equals(NONE)) {
            parse(this.setting);
        }
    }

    /**
     * The address that a topology with this configuration tells the others.
     *
     * @param config its configuration, which may say it itself
     * @return the address, null if it has none, or not yet
     */
    public @Nullable HostInfo of(Map<String, Object> config) {
        Object own = config.get(StreamsConfig.APPLICATION_SERVER_CONFIG);
        if (own != null) {
            return HostInfo.buildFromEndpoint(own.toString());
        }
        return isAutomatic() ? automatic() : setting.equals(NONE) ? null : parse(setting);
    }

    /** The address as a configuration has it. */
    static String text(HostInfo address) {
        String host = address.host().contains(":") ? "[" + address.host() + "]" : address.host();
        return host + ":" + address.port();
    }

    private boolean isAutomatic() {
        return setting.equals(AUTO);
    }

    private static @Nullable HostInfo parse(String address) {
        try {
            return HostInfo.buildFromEndpoint(address);
        } catch (ConfigException e) {
            throw new InvalidStreamsPropertyException(
                    PROPERTY, address, "it is not an address", "Write auto, none, or host:port.");
        }
    }

    /** The endpoint is where the actuator is, which may be a port of its own. */
    private @Nullable HostInfo automatic() {
        Integer management = port("local.management.port");
        Integer server = port("local.server.port");
        Integer port = management == null ? server : management;
        if (port == null || "-1".equals(environment.getProperty("management.server.port"))) {
            return null;
        }
        boolean separate = management != null && !management.equals(server);
        String host = host(separate ? "management.server.address" : "server.address");
        return host == null ? null : new HostInfo(host, port);
    }

    private @Nullable Integer port(String property) {
        Integer port = environment.getProperty(property, Integer.class);
        return port == null || port <= 0 ? null : port;
    }

    private @Nullable String host(String boundTo) {
        String pod = environment.getProperty("POD_IP");
        if (StringUtils.hasText(pod)) {
            return bare(pod.trim());
        }
        try {
            String bound = environment.getProperty(boundTo);
            InetAddress address = StringUtils.hasText(bound) ? InetAddress.getByName(bound) : null;
            return bare((address == null || address.isAnyLocalAddress() ? InetAddress.getLocalHost() : address)
                    .getHostAddress());
        } catch (UnknownHostException e) {
            log.warn(
                    "The address of this host is not known, so no other instance will find its state; set {}",
                    PROPERTY,
                    e);
            return null;
        }
    }

    /** An address of IPv6 without brackets, and without the name of the network interface, which means nothing elsewhere. */
    private static String bare(String host) {
        String open = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        int zone = open.indexOf('%');
        return zone < 0 ? open : open.substring(0, zone);
    }
}
