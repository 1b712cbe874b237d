package io.millrace.verification.tutorial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.millrace.verification.tutorial.Tutorial.Command;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Does what docs/tutorial.md says: writes its files, builds them, types its commands. */
class TutorialIntegrationTests {

    private static final Path PAGE = Path.of("../../docs/tutorial.md");
    private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");
    private static final Pattern RUNNING = Pattern.compile("goes from REBALANCING to RUNNING");
    private static final Pattern DEPENDENCY = Pattern.compile(
            "<groupId>([\\w.]+)</groupId>\\s*<artifactId>(?!spring-boot-starter-parent|spring-boot-maven)([\\w-]+)");
    private static final Duration DEADLINE = Duration.ofMinutes(3);

    @TempDir
    static Path directory;

    private static Tutorial tutorial;
    private static Project project;

    @BeforeAll
    static void buildTheProject() throws IOException {
        tutorial = Tutorial.read(PAGE);
        tutorial.writeTo(directory);
        project = new Project(directory);
        assertThat(project.build()).isTrue();
    }

    @Test
    void thirtyLinesAreEnough() {
        assertThat(tutorial.linesToWrite()).isBetween(10L, 30L);
    }

    /** So that what compiles and runs here does with the tutorial's pom, too. */
    @Test
    void dependenciesAreThoseOfThisModule() throws IOException {
        List<String> shown = dependencies(tutorial.files().get("pom.xml"));

        assertThat(dependencies(Files.readString(Path.of("pom.xml")))).containsAll(shown);
        assertThat(shown).contains("io.millrace:streams-spring-boot-starter").hasSize(6);
        assertThat(tutorial.files().get("pom.xml"))
                .contains("<version>" + System.getProperty("project.version") + "</version>");
    }

    private static List<String> dependencies(String pom) {
        String dependencies = pom.substring(pom.indexOf("<dependencies>"), pom.indexOf("</dependencies>"));
        return DEPENDENCY
                .matcher(dependencies)
                .results()
                .map(dependency -> dependency.group(1) + ":" + dependency.group(2))
                .toList();
    }

    @Test
    void itsTestPasses() throws Exception {
        SummaryGeneratingListener result = new SummaryGeneratingListener();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = project.loader()) {
            thread.setContextClassLoader(loader);
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(selectClass(loader.loadClass("com.example.demo.WordsTests")))
                                    .build(),
                            result);
        } finally {
            thread.setContextClassLoader(before);
        }

        assertThat(result.getSummary().getFailures())
                .extracting(failure -> failure.getException().toString())
                .isEmpty();
        assertThat(result.getSummary().getTestsSucceededCount()).isEqualTo(1);
    }

    @Test
    void everyCommandAnswersAsShown() throws Exception {
        List<String> builds = tutorial.commands().stream()
                .map(Command::text)
                .filter(text -> !text.startsWith("curl "))
                .toList();
        assertThat(builds)
                .containsExactly(
                        "mvn -B install -Dmaven.test.skip -Dspotless.check.skip -Dcheckstyle.skip",
                        "mvn spring-boot:test-run",
                        "mvn test");

        Path log = directory.resolve("log");
        Process application = project.start("com.example.demo.TestDemoApplication", log);
        try {
            int port = Integer.parseInt(awaitInLog(STARTED, log, application).group(1));
            awaitInLog(RUNNING, log, application);
            for (Command command : tutorial.commands()) {
                if (command.text().startsWith("curl ")) {
                    assertAnswer(command, port);
                }
            }
            assertThat(log).content().doesNotContain("WARN", "ERROR");
        } finally {
            application.destroy();
            application.waitFor();
        }
    }

    private static void assertAnswer(Command command, int port) throws Exception {
        if (command.text().contains(" -d ")) {
            assertThat(Curl.run(command.text(), port)).isEqualTo(command.shown());
        } else {
            await(command.text())
                    .atMost(DEADLINE)
                    .untilAsserted(() -> assertThat(Command.masked(Curl.run(command.text(), port)))
                            .isEqualTo(Command.masked(command.shown())));
        }
    }

    private static Matcher awaitInLog(Pattern pattern, Path log, Process application) throws IOException {
        await(pattern.pattern())
                .atMost(DEADLINE)
                .failFast("the application ended", () -> !application.isAlive())
                .until(() -> pattern.matcher(Files.readString(log)).find());
        Matcher found = pattern.matcher(Files.readString(log));
        assertThat(found.find()).isTrue();
        return found;
    }
}
