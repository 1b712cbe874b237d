package io.millrace.streams.spring.autoconfigure;

import io.millrace.streams.spring.StreamTopology;
import io.millrace.streams.spring.autoconfigure.diagnostics.InvalidTopologyNameException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.util.StringUtils;

/** The name of a topology: the one it was given, or one made from the name of its bean. */
final class TopologyNames {

    private static final String SUFFIX = "Topology";
    private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private TopologyNames() {}

    static String of(StreamTopology declaration, String beanName) {
        String name = StringUtils.hasText(declaration.name()) ? declaration.name() : fromBean(beanName);
        if (!VALID.matcher(name).matches()) {
            throw new InvalidTopologyNameException(name, beanName);
        }
        return name;
    }

    private static String fromBean(String beanName) {
        // A bean that was imported is named by its class.
        String simple = beanName.substring(Math.max(beanName.lastIndexOf('.'), beanName.lastIndexOf('$')) + 1);
        String stem = simple.endsWith(SUFFIX) && simple.length() > SUFFIX.length()
                ? simple.substring(0, simple.length() - SUFFIX.length())
                : simple;
        return HUMP.matcher(stem).replaceAll("-").toLowerCase(Locale.ROOT);
    }
}
