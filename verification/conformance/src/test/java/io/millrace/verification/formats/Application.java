package io.millrace.verification.formats;

import java.util.List;
import java.util.Map;

/** A program that runs. */
public interface Application extends AutoCloseable {

    /** The setting that names the topic it reads. */
    String INPUT = "program.input";
    /** The setting that names the topic it writes. */
    String OUTPUT = "program.output";

    /** The setting that keeps the stores of the DSL in memory. */
    String IN_MEMORY = "program.in.memory";

    /** Whether it processes records. */
    boolean isRunning();

    /** What made it fail, or null. */
    Throwable failure();

    /** The rows of each store that can be queried, as text, in no order. */
    Map<String, List<String>> contents();

    /** Stops it cleanly; it leaves its group. */
    @Override
    void close();
}
