package io.millrace.verification.fuzz;

import java.nio.file.Path;

/** One of the two libraries, with the interpreter bound to it. */
public interface Side {

    /**
     * Builds and drives the program; failures of the library are part of the answer.
     *
     * @param stateDirectory for stores on disk; empty before and of no use after
     */
    Observation run(Program program, Path stateDirectory);
}
