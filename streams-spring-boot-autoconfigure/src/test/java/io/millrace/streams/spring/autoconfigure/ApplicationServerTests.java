package io.millrace.streams.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.streams.spring.autoconfigure.diagnostics.InvalidStreamsPropertyException;
import io.millrace.streams.state.HostInfo;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.env.MockEnvironment;

class ApplicationServerTests {

    private final MockEnvironment environment = new MockEnvironment();

    private HostInfo address(String setting) {
        return new ApplicationServer(environment, setting).of(Map.of());
    }

    @Test
    void isUnknownWithoutAWebServer() {
        assertThat(address("auto")).isNull();
    }

    @Test
    void isThePodWithThePortOfTheServer() {
        environment.withProperty("POD_IP", "10.0.0.4").withProperty("local.server.port", "8080");

        assertThat(address("auto")).isEqualTo(new HostInfo("10.0.0.4", 8080));
    }

    @Test
    void hasThePortOfTheActuatorIfThatHasItsOwn() {
        environment
                .withProperty("POD_IP", "10.0.0.4")
                .withProperty("local.server.port", "8080")
                .withProperty("local.management.port", "8081");

        assertThat(address("auto")).isEqualTo(new HostInfo("10.0.0.4", 8081));
    }

    @Test
    void isWhereTheServerIsBoundTo() {
        environment
                .withProperty("server.address", "127.0.0.1")
                .withProperty("management.server.address", "127.0.0.2")
                .withProperty("local.server.port", "8080");

        assertThat(address("auto")).isEqualTo(new HostInfo("127.0.0.1", 8080));
        environment.withProperty("local.management.port", "8081");
        assertThat(address("auto")).isEqualTo(new HostInfo("127.0.0.2", 8081));
    }

    @Test
    void isTheHostIfTheServerIsBoundToEverything() {
        environment.withProperty("server.address", "0.0.0.0").withProperty("local.server.port", "8080");

        HostInfo address = address("auto");

        assertThat(address.host()).isNotEqualTo("0.0.0.0").isNotBlank();
        assertThat(address.port()).isEqualTo(8080);
    }

    @ParameterizedTest
    @CsvSource({
        "192.168.1.7, 10.0.0.4, 192.168.1.7",
        "127.0.1.1, '127.0.0.1 fe80::1 fd00::4 10.0.0.4 10.0.0.5', 10.0.0.4",
        "127.0.1.1, '::1 fe80::1 fd00::4 fd00::5', fd00::4",
        "127.0.1.1, '127.0.0.1 169.254.0.3 fe80::1', 127.0.1.1",
        "127.0.1.1, '', 127.0.1.1"
    })
    void isNotAnAddressThatEachMachineHas(String named, String ofInterfaces, String reached)
            throws UnknownHostException {
        List<InetAddress> others = new ArrayList<>();
        for (String address : ofInterfaces.isEmpty() ? new String[0] : ofInterfaces.split(" ")) {
            others.add(InetAddress.getByName(address));
        }

        assertThat(ApplicationServer.reachable(InetAddress.getByName(named), others))
                .isEqualTo(InetAddress.getByName(reached));
    }

    @Test
    void isNoneWithoutTheActuatorOverHttp() {
        environment
                .withProperty("POD_IP", "10.0.0.4")
                .withProperty("local.server.port", "8080")
                .withProperty("management.server.port", "-1");

        assertThat(address("auto")).isNull();
    }

    @Test
    void isTheSameInBracketsAndWithout() {
        environment.withProperty("POD_IP", "fd00::4%eth0").withProperty("local.server.port", "8080");

        HostInfo address = address("auto");

        assertThat(address).isEqualTo(new HostInfo("fd00::4", 8080));
        assertThat(HostInfo.buildFromEndpoint(ApplicationServer.text(address))).isEqualTo(address);
    }

    @Test
    void isWhatIsSet() {
        environment.withProperty("POD_IP", "10.0.0.4").withProperty("local.server.port", "8080");

        assertThat(address("none")).isNull();
        assertThat(address("board.example:443")).isEqualTo(new HostInfo("board.example", 443));
        assertThat(new ApplicationServer(environment, "none").of(Map.of("application.server", "other:1")))
                .isEqualTo(new HostInfo("other", 1));
    }

    @Test
    void nonsenseIsRefusedAtTheStart() {
        assertThatExceptionOfType(InvalidStreamsPropertyException.class)
                .isThrownBy(() -> new ApplicationServer(environment, "here"));
    }
}
