package io.millrace.streams.engine.assign;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * In what respects the copies of a task are to differ: in the client tags that {@code rack.aware.assignment.tags} names, or, if it names
 * none, in the racks of their clients. Processes that are alike in all of them are a place.
 */
final class Spread {

    private final Map<ProcessShare, Place> placeOf = new HashMap<>();
    private final List<Place> places = new ArrayList<>();
    private final int respects;

    /** Processes that are alike, and the values they share. */
    record Place(int index, List<String> values, List<ProcessShare> processes) {}

    Spread(Collection<ProcessShare> processes, List<String> tags) {
        Map<List<String>, Place> byValues = new HashMap<>();
        this.respects = Math.max(1, tags.size());
        for (ProcessShare process : processes) {
            Place place = byValues.computeIfAbsent(values(process.site(), tags), values -> {
                Place made = new Place(places.size(), values, new ArrayList<>());
                places.add(made);
                return made;
            });
            place.processes().add(process);
            placeOf.put(process, place);
        }
    }

    /** A process that was not told is somewhere else than all others that were, but not than those that were not either. */
    private static List<String> values(Site site, List<String> tags) {
        if (tags.isEmpty()) {
            return List.of(site.rack() == null ? "" : site.rack());
        }
        return tags.stream().map(tag -> site.tags().getOrDefault(tag, "")).toList();
    }

    List<Place> places() {
        return places;
    }

    Place placeOf(ProcessShare process) {
        Place place = placeOf.get(process);
        if (place == null) {
            throw new IllegalArgumentException("Process " + process.id() + " is not in the group");
        }
        return place;
    }

    /** How many different values the copies of a task have, over all respects. */
    int of(ProcessShare runs, Collection<ProcessShare> standbys) {
        List<ProcessShare> copies = new ArrayList<>();
        int values = 0;
        for (ProcessShare copy :
                Stream.concat(Stream.of(runs), standbys.stream()).toList()) {
            values += differences(placeOf(copy), copies);
            copies.add(copy);
        }
        return values;
    }

    /** In how many respects a place differs from all of these processes. */
    int differences(Place place, Collection<ProcessShare> others) {
        int differences = 0;
        for (int i = 0; i < respects; i++) {
            String value = place.values().get(i);
            boolean differs = true;
            for (ProcessShare other : others) {
                if (placeOf(other).values().get(i).equals(value)) {
                    differs = false;
                    break;
                }
            }
            if (differs) {
                differences++;
            }
        }
        return differences;
    }
}
