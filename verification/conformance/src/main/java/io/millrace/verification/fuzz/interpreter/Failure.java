package io.millrace.verification.fuzz.interpreter;

import java.util.ArrayList;
import java.util.List;

/** An exception as lines that are the same for both libraries, if it is the same exception. */
final class Failure {

    private Failure() {}

    /** What is thrown may be of a class of the library's own; its users catch what that extends. */
    private static String published(Class<?> type) {
        Class<?> published = type;
        while (published.getPackageName().contains(".internals")
                || published.getPackageName().contains(".engine")) {
            published = published.getSuperclass();
        }
        return published.getSimpleName();
    }

    /** The messages, which are not compared. */
    static List<String> messages(Throwable thrown) {
        List<String> lines = new ArrayList<>();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            lines.add(cause.getClass().getSimpleName() + " " + cause.getMessage() + " at "
                    + (cause.getStackTrace().length == 0 ? "" : cause.getStackTrace()[0]));
        }
        return lines;
    }

    /** The chain of causes: types, and the messages of those that the program itself threw. */
    static List<String> lines(String when, Throwable thrown) {
        List<String> lines = new ArrayList<>();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            boolean own = cause.getMessage() != null && cause.getMessage().startsWith("cannot map");
            lines.add((cause == thrown ? when + ": " : "caused by: ")
                    + published(cause.getClass())
                    + (own ? " " + cause.getMessage() : ""));
        }
        return lines;
    }
}
