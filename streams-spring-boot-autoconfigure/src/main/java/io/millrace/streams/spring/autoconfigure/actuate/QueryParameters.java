package io.millrace.streams.spring.autoconfigure.actuate;

import io.millrace.streams.spring.StateQueryException;
import io.millrace.streams.spring.StateRef.Scope;
import io.millrace.streams.spring.autoconfigure.query.StoreQuery;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads parameters of queries that are more than text. What they hold is not repeated: it may be anything. */
final class QueryParameters {

    private static final int MOST_PARTITIONS = 10_000;
    private static final int LONGEST_LIST = 64 * 1024;

    private QueryParameters() {}

    /** The one value of a parameter of a request. */
    static @Nullable String single(String name, @Nullable Object value) {
        if (value instanceof Collection<?>) {
            throw bad("Parameter " + name + " is given more than once; give it once. A comma is part of the value.");
        }
        return value == null ? null : value.toString();
    }

    static StoreQuery.Place place(@Nullable String scope, @Nullable String partition, @Nullable String stale) {
        return new StoreQuery.Place(scope(scope), partitions(partition), stale(stale));
    }

    static @Nullable Integer limit(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw new StateQueryException(400, "bad-limit", "Parameter limit is not a number.", null);
        }
    }

    private static @Nullable Scope scope(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return switch (text) {
            case "any" -> Scope.ANY;
            case "local" -> Scope.LOCAL;
            default -> throw bad("Parameter scope is any or local.");
        };
    }

    private static @Nullable Boolean stale(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw bad("Parameter stale is true or false.");
        };
    }

    /** One partition, or several with commas between them. */
    private static Set<Integer> partitions(@Nullable String text) {
        Set<Integer> partitions = new TreeSet<>();
        if (text == null) {
            return partitions;
        }
        try {
            if (text.length() > LONGEST_LIST) {
                throw bad("Parameter partition is too long.");
            }
            for (String number : text.split(",", -1)) {
                int partition = Integer.parseInt(number);
                if (partition < 0 || partitions.size() >= MOST_PARTITIONS) {
                    throw bad("Parameter partition is not the number of a partition.");
                }
                partitions.add(partition);
            }
        } catch (NumberFormatException e) {
            throw bad("Parameter partition is not the number of a partition.");
        }
        return partitions;
    }

    private static StateQueryException bad(String message) {
        return new StateQueryException(400, "bad-parameters", message, null);
    }
}
