package io.millrace.verification.chaos.faults;

import io.millrace.streams.engine.crash.CrashPoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** At which point an instance halts itself next, so that all are hit about equally often. */
final class CrashPlan {

    private static final int TRIES = 2;

    private final Map<CrashPoint, Integer> tries = new EnumMap<>(CrashPoint.class);
    private final Map<CrashPoint, Integer> hits = new EnumMap<>(CrashPoint.class);
    private final SplittableRandom random;

    CrashPlan(FaultSettings settings, SplittableRandom random) {
        this.random = random;
        for (CrashPoint point : CrashPoint.values()) {
            boolean reached = switch (point) {
                case BEFORE_COMMIT -> settings.exactlyOnce();
                case PROMOTING -> settings.application().standbys() > 0;
                default -> true;
            };
            if (reached) {
                tries.put(point, 0);
                hits.put(point, 0);
            }
        }
    }

    /** One of those that were hit least; what was tried in vain waits a little. */
    CrashPoint next() {
        List<CrashPoint> least = new ArrayList<>();
        int fewest = Integer.MAX_VALUE;
        for (CrashPoint point : tries.keySet()) {
            int weight = hits.get(point) * TRIES + tries.get(point);
            if (weight < fewest) {
                least.clear();
                fewest = weight;
            }
            if (weight == fewest) {
                least.add(point);
            }
        }
        CrashPoint chosen = least.get(random.nextInt(least.size()));
        tries.merge(chosen, 1, Integer::sum);
        return chosen;
    }

    /** The how manieth time from now it is to halt: within a few seconds, wherever it passes all the time. */
    int passings(CrashPoint point) {
        return switch (point) {
            case BEFORE_SEND -> random.nextInt(1, 3_000);
            case RESTORING, PROMOTING, REVOKING -> 1;
            default -> random.nextInt(1, 15);
        };
    }

    /** Whether a point was not hit often enough yet. */
    boolean isMissing() {
        return hits.values().stream().anyMatch(count -> count < Outcome.HITS);
    }

    void hit(CrashPoint point) {
        hits.merge(point, 1, Integer::sum);
    }

    /** How often each point that can be reached was hit. */
    Map<CrashPoint, Integer> hits() {
        return Collections.unmodifiableMap(hits);
    }
}
