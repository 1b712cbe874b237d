package io.millrace.streams.spring.autoconfigure.actuate;

import io.millrace.streams.spring.autoconfigure.diagnostics.UnprotectedQueriesException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Looks whether anything stands between the query endpoint and the network. Whether that lets the right people through is for the
 * application to say: a filter chain counts whatever is in it.
 *
 * @param environment says where the web server listens
 * @param beans has the filter chains of Spring Security, if any
 */
record QueryProtection(Environment environment, ConfigurableListableBeanFactory beans) {

    static final List<String> FILTER_CHAINS = List.of(
            "org.springframework.security.web.SecurityFilterChain",
            "org.springframework.security.web.server.SecurityWebFilterChain");

    /**
     * Looks now.
     *
     * @throws UnprotectedQueriesException if everybody could ask
     */
    void require() {
        ManagementPortType port = ManagementPortType.get(environment);
        String server = port == ManagementPortType.DIFFERENT ? "management.server" : "server";
        if (port != ManagementPortType.DISABLED && !isLocal(server) && !asksForCertificates(server) && !isFiltered()) {
            throw new UnprotectedQueriesException(server);
        }
    }

    private boolean isLocal(String server) {
        String address = environment.getProperty(server + ".address");
        try {
            return StringUtils.hasText(address)
                    && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            // The server says so, at its start.
            return false;
        }
    }

    private boolean asksForCertificates(String server) {
        return "need".equalsIgnoreCase(environment.getProperty(server + ".ssl.client-auth"))
                && environment.getProperty(server + ".ssl.enabled", Boolean.class, true);
    }

    private boolean isFiltered() {
        ClassLoader loader = beans.getBeanClassLoader();
        return FILTER_CHAINS.stream()
                .filter(chain -> ClassUtils.isPresent(chain, loader))
                .map(chain -> BeanFactoryUtils.beanNamesForTypeIncludingAncestors(
                        beans, ClassUtils.resolveClassName(chain, loader), true, false))
                .anyMatch(names -> names.length > 0);
    }
}
