package io.millrace.verification.formats;

import java.util.Properties;

/** One of the two libraries, with the programs bound to it. */
public interface Library {

    /**
     * Starts a program.
     *
     * @param program its name
     * @param settings of the library, with those of {@link Application} among them
     */
    Application start(String program, Properties settings);
}
