package io.millrace.verification.chaos.faults;

/** The command: runs what its arguments say, prints what it showed, and ends with 0 if all is as it must be. */
final class FaultMain {

    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private FaultMain() {}

    public static void main(String[] arguments) {
        FaultSettings settings;
        try {
            settings = FaultSettings.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(FaultSettings.USAGE);
            System.exit(MISUSED);
            return;
        }
        Outcome outcome = new FaultRun(settings, System.out).run();
        outcome.print(System.out);
        System.exit(outcome.complaints().isEmpty() ? 0 : FAILED);
    }
}
