package io.millrace.streams.spring.autoconfigure;

import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names of what there is, as a refusal tells them: not too many, and none too long. */
public final class ShownNames {

    private static final int MOST = 20;
    private static final int LONGEST = 80;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private ShownNames() {}

    /** The first names with commas between them, and how many more there are; {@code none} if there are none. */
    public static String of(Collection<String> names) {
        if (names.isEmpty()) {
            return "none";
        }
        String first = names.stream().limit(MOST).map(ShownNames::shortened).collect(Collectors.joining(", "));
        return names.size() <= MOST ? first : first + " and " + (names.size() - MOST) + " more";
    }

    private static String shortened(String name) {
        String shown = name.length() > LONGEST ? name.substring(0, LONGEST) + "..." : name;
        return CONTROL.matcher(shown).replaceAll("?");
    }
}
