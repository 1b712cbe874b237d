package io.millrace.streams.spring.autoconfigure;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.spring.autoconfigure.diagnostics.InvalidStreamsPropertyException;
import io.millrace.streams.state.HostInfo;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private final AtomicBoolean warned = new AtomicBoolean();

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

    /** An address as a configuration has it: {@code host:port}, with brackets around an address of IPv6. */
    public static String text(HostInfo address) {
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
            return bare((address == null || address.isAnyLocalAddress() ? ofHost() : address).getHostAddress());
        } catch (UnknownHostException e) {
            log.warn(
                    "The address of this host is not known, so no other instance will find its state; set {}",
                    PROPERTY,
                    e);
            return null;
        }
    }

    private InetAddress ofHost() throws UnknownHostException {
        InetAddress named = InetAddress.getLocalHost();
        InetAddress chosen = named.isLoopbackAddress() ? reachable(named, ofInterfaces()) : named;
        if (chosen.isLoopbackAddress() && warned.compareAndSet(false, true)) {
            log.warn(
                    "This host is known as {} only, so no instance on another machine will find its state; set {}",
                    chosen.getHostAddress(),
                    PROPERTY);
        }
        return chosen;
    }

    /**
     * What of a host others reach. Its name may stand for an address that each machine has, as on Debian: then the first address
     * of its interfaces that is for others, one of IPv4 if there is any.
     *
     * @param named what the name of the host stands for
     * @param ofInterfaces the addresses of its interfaces
     */
    static InetAddress reachable(InetAddress named, List<InetAddress> ofInterfaces) {
        if (!named.isLoopbackAddress()) {
            return named;
        }
        InetAddress chosen = named;
        for (InetAddress candidate : ofInterfaces) {
            if (candidate.isLoopbackAddress() || candidate.isLinkLocalAddress()) {
                continue;
            }
            if (candidate instanceof Inet4Address) {
                return candidate;
            }
            if (chosen.isLoopbackAddress()) {
                chosen = candidate;
            }
        }
        return chosen;
    }

    /** The addresses of interfaces that are up. Those of the machine itself have lower numbers than those of its containers. */
    private static List<InetAddress> ofInterfaces() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(ApplicationServer::isUp)
                    .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
                    .flatMap(NetworkInterface::inetAddresses)
                    .toList();
        } catch (SocketException e) {
            log.debug("The network interfaces are not known", e);
            return List.of();
        }
    }

    private static boolean isUp(NetworkInterface network) {
        try {
            return network.isUp();
        } catch (SocketException e) {
            log.debug("Whether {} is up is not known", network, e);
            return false;
        }
    }

    /** An address of IPv6 without brackets, and without the name of the network interface, which means nothing elsewhere. */
    private static String bare(String host) {
        String open = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        int zone = open.indexOf('%');
        return zone < 0 ? open : open.substring(0, zone);
    }
}
