package io.millrace.streams.kstream;

/** What all options have in common that can name the operation they configure. */
interface NamedOperation<T extends NamedOperation<T>> {

    /**
     * Names the operation.
     *
     * @param name the name of the processor node
     * @return the option with this name
     */
    T withName(String name);
}
