package io.millrace.streams.kstream;

import io.millrace.streams.errors.TopologyException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Paths;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where and how records are printed.
 *
 * <p>The {@code with} methods change this object.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public class Printed<K, V> implements NamedOperation<Printed<K, V>> {

    /** Where records are printed. */
    protected final OutputStream outputStream;

    /** Put in front of each record, null for the name of the node printed from. */
    protected @Nullable String label;

    /** Name of the printing node, null for a generated one. */
    protected @Nullable String processorName;

    /** Turns a record into a line. */
    protected KeyValueMapper<? super K, ? super V, String> mapper = (key, value) -> key + ", " + value;

    private Printed(OutputStream outputStream) {
        this.outputStream = outputStream;
    }

    /**
     * Copies an option.
     *
     * @param printed the option to copy
     */
    protected Printed(Printed<K, V> printed) {
        this.outputStream = printed.outputStream;
        this.label = printed.label;
        this.processorName = printed.processorName;
        this.mapper = printed.mapper;
    }

    /**
     * Prints to a file, which is created or emptied now.
     *
     * @param filePath path of the file
     * @param <K> type of the keys
     * @param <V> type of the values
     * @return the option
     * @throws TopologyException if the path is blank or the file cannot be written
     * @throws NullPointerException if the path is null
     */
    public static <K, V> Printed<K, V> toFile(String filePath) {
        Objects.requireNonNull(filePath, "filePath can't be null");
        if (filePath.isBlank()) {
            throw new TopologyException("The path of the file to print to is blank; name a file.");
        }
        try {
            return new Printed<>(new PrintedFile(Paths.get(filePath)));
        } catch (IOException | InvalidPathException e) {
            throw new TopologyException(
                    "File '" + filePath
                            + "' cannot be opened to print to; name a file in an existing, writable directory.",
                    e);
        }
    }

    /**
     * Prints to standard output.
     *
     * @param <K> type of the keys
     * @param <V> type of the values
     * @return the option
     */
    public static <K, V> Printed<K, V> toSysOut() {
        return new Printed<>(System.out);
    }

    /**
     * Sets what is put in front of each record.
     *
     * @param label the label
     * @return this option
     * @throws NullPointerException if the label is null
     */
    public Printed<K, V> withLabel(String label) {
        this.label = Objects.requireNonNull(label, "label can't be null");
        return this;
    }

    /**
     * Sets how a record is turned into a line.
     *
     * @param mapper computes the line, without its label
     * @return this option
     * @throws NullPointerException if the mapper is null
     */
    public Printed<K, V> withKeyValueMapper(KeyValueMapper<? super K, ? super V, String> mapper) {
        this.mapper = Objects.requireNonNull(mapper, "mapper can't be null");
        return this;
    }

    /**
     * Names the printing node.
     *
     * @param processorName the name, null for a generated one
     * @return this option
     */
    @Override
    public Printed<K, V> withName(@Nullable String processorName) {
        this.processorName = processorName;
        return this;
    }
}
