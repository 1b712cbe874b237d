package io.millrace.verification.chaos.memory;

/** The command: runs what its arguments say, prints the table, and ends with 0 if all is as it must be. */
final class MemoryMain {

    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private MemoryMain() {}

    public static void main(String[] arguments) {
        Settings settings;
        try {
            settings = Settings.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(Settings.USAGE);
            System.exit(MISUSED);
            return;
        }
        Report report = Report.of(settings, new MemoryRun(settings, System.out).runAll());
        report.print(System.out);
        System.exit(report.complaints().isEmpty() ? 0 : FAILED);
    }
}
