package io.millrace.streams.kstream;

import io.millrace.streams.errors.TopologyException;
import java.util.Objects;
import java.util.regex.Pattern;

/** Names the processor node of an operation, and what is derived from it, in place of a generated name. */
public class Named implements NamedOperation<Named> {

    private static final int MAX_NAME_LENGTH = 249;
    private static final Pattern LEGAL_NAME = Pattern.compile("[a-zA-Z0-9._-]+");

    /** The name. */
    protected String name;

    /**
     * Copies an option.
     *
     * @param named the option to copy
     */
    protected Named(Named named) {
        this(Objects.requireNonNull(named, "named cannot be null").name);
    }

    /**
     * Creates an option.
     *
     * @param name the name
     * @throws NullPointerException if the name is null
     * @throws TopologyException if the name is not legal
     */
    protected Named(String name) {
        validate(Objects.requireNonNull(name, "name cannot be null"));
        this.name = name;
    }

    /**
     * Names an operation.
     *
     * @param name the name: up to 249 ASCII alphanumerics, {@code '.'}, {@code '_'} and {@code '-'}
     * @return the option
     * @throws NullPointerException if the name is null
     * @throws TopologyException if the name is not legal
     */
    public static Named as(String name) {
        return new Named(name);
    }

    /**
     * Returns an option with another name.
     *
     * @param name the name: up to 249 ASCII alphanumerics, {@code '.'}, {@code '_'} and {@code '-'}
     * @return a new option
     * @throws NullPointerException if the name is null
     * @throws TopologyException if the name is not legal
     */
    @Override
    public Named withName(String name) {
        return new Named(name);
    }

    /**
     * Checks that a name may become part of topic names.
     *
     * @param name the name
     * @throws TopologyException if the name is not legal
     */
    protected static void validate(String name) {
        if (name.isEmpty()) {
            throw new TopologyException("Name is illegal, it can't be empty");
        }
        if (name.equals(".") || name.equals("..")) {
            throw new TopologyException("Name cannot be \".\" or \"..\"");
        }
        if (name.length() > MAX_NAME_LENGTH) {
            throw new TopologyException(
                    "Name is illegal, it can't be longer than " + MAX_NAME_LENGTH + " characters, name: " + name);
        }
        if (!LEGAL_NAME.matcher(name).matches()) {
            throw new TopologyException("Name \"" + name + "\" is illegal, it contains a character other than ASCII"
                    + " alphanumerics, '.', '_' and '-'");
        }
    }
}
