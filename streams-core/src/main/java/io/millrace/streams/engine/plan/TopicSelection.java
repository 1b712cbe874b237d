package io.millrace.streams.engine.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What tasks read, as a group is joined for it: by names, or by one pattern that matches the names as well, because the client takes
 * one or the other.
 *
 * @param names the topics that are named
 * @param pattern matches all topics to read; null if all of them are named
 */
public record TopicSelection(Set<String> names, @Nullable Pattern pattern) {

    /** Flags of a pattern, and the letters that stand for them inside an expression. */
    private static final int[] FLAGS = {
        Pattern.CASE_INSENSITIVE,
        Pattern.UNIX_LINES,
        Pattern.MULTILINE,
        Pattern.DOTALL,
        Pattern.UNICODE_CASE,
        Pattern.COMMENTS,
        Pattern.UNICODE_CHARACTER_CLASS
    };

    private static final String FLAG_LETTERS = "idmsuxU";

    public TopicSelection {
        names = Set.copyOf(names);
    }

    static TopicSelection of(Collection<String> names, List<Pattern> patterns) {
        Set<String> distinct = new LinkedHashSet<>(names);
        if (patterns.isEmpty()) {
            return new TopicSelection(distinct, null);
        }
        if (patterns.size() == 1 && distinct.isEmpty()) {
            return new TopicSelection(distinct, patterns.get(0));
        }
        List<String> alternatives = new ArrayList<>();
        distinct.forEach(name -> alternatives.add(Pattern.quote(name)));
        patterns.forEach(pattern -> alternatives.add(embedded(pattern)));
        return new TopicSelection(distinct, Pattern.compile(String.join("|", alternatives)));
    }

    private static String embedded(Pattern pattern) {
        String expression =
                (pattern.flags() & Pattern.LITERAL) == 0 ? pattern.pattern() : Pattern.quote(pattern.pattern());
        StringBuilder group = new StringBuilder("(?");
        for (int i = 0; i < FLAGS.length; i++) {
            if ((pattern.flags() & FLAGS[i]) != 0) {
                group.append(FLAG_LETTERS.charAt(i));
            }
        }
        return group.append(':').append(expression).append(')').toString();
    }
}
