package io.millrace.streams.kstream;

/** A window without end. */
public final class UnlimitedWindow extends Window {

    /**
     * Creates a window.
     *
     * @param startMs start, included, in epoch milliseconds
     * @throws IllegalArgumentException if the start is negative
     */
    public UnlimitedWindow(long startMs) throws IllegalArgumentException {
        super(startMs, Long.MAX_VALUE);
    }

    /** Two windows without end always overlap. */
    @Override
    public boolean overlap(Window other) throws IllegalArgumentException {
        sameKind(other, UnlimitedWindow.class);
        return true;
    }
}
