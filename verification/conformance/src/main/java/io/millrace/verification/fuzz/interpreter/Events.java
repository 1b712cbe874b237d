package io.millrace.verification.fuzz.interpreter;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;

/** What functions with side effects noted, in order; as much of it as memory has room for beside all else. */
final class Events extends AbstractList<String> {

    private static final long MOST_CHARACTERS = 100_000_000;

    private final List<String> noted = new ArrayList<>();
    private long characters;

    @Override
    public boolean add(String event) {
        characters += event.length();
        return characters <= MOST_CHARACTERS && noted.add(event);
    }

    @Override
    public String get(int index) {
        return noted.get(index);
    }

    @Override
    public int size() {
        return noted.size();
    }
}
