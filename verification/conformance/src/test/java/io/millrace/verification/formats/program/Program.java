package io.millrace.verification.formats.program;

/** An application that reads one topic and writes one topic. */
interface Program {

    /** Adds what it does. */
    void define(Definition definition);
}
