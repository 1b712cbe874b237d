package io.millrace.streams.engine.assign;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.engine.assign.AssignmentProblem.Member;
import io.millrace.streams.engine.assign.AssignmentResult.MemberTasks;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.processor.assignment.AssignmentConfigs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A group whose members do what they are told: give up tasks a round before others get them, follow, and catch up. */
final class SimulatedGroup {

    static final long SIZE = 1_000_000;
    static final long ACCEPTABLE = 10_000;

    final Random random;
    final AssignmentConfigs configs;
    final Set<TaskId> tasks = new HashSet<>();
    final Map<TaskId, Long> restorable = new HashMap<>();
    final Map<UUID, Site> sites = new TreeMap<>();
    final Map<UUID, Map<TaskId, Long>> lags = new HashMap<>();
    final SortedMap<String, UUID> members = new TreeMap<>();
    final Map<String, Set<TaskId>> running = new HashMap<>();
    final Map<String, Set<TaskId>> standbys = new HashMap<>();
    final Map<TaskId, List<Set<String>>> racks = new TreeMap<>();
    private int names;

    SimulatedGroup(long seed) {
        this(seed, StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_NONE);
    }

    /** The same group with a strategy, and partitions somewhere in the racks of its members and one more. */
    SimulatedGroup(long seed, String strategy) {
        this.random = new Random(seed);
        Random chance = new Random(-seed);
        List<String> tags = switch (random.nextInt(4)) {
            case 0 -> List.of("zone");
            case 1 -> List.of("zone", "cluster");
            default -> List.of();
        };
        this.configs = new AssignmentConfigs(
                ACCEPTABLE,
                1 + random.nextInt(3),
                random.nextInt(3),
                60_000L,
                tags,
                chance.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(chance.nextInt(4)),
                chance.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(chance.nextInt(4)),
                strategy);
        int subtopologies = 1 + random.nextInt(4);
        for (int subtopology = 0; subtopology < subtopologies; subtopology++) {
            boolean stateful = random.nextInt(3) > 0;
            int partitions = 1 + random.nextInt(9);
            for (int partition = 0; partition < partitions; partition++) {
                TaskId task = new TaskId(subtopology, partition);
                tasks.add(task);
                if (stateful) {
                    restorable.put(task, random.nextInt(5) == 0 ? random.nextInt((int) ACCEPTABLE) : SIZE);
                }
            }
        }
        IntStream.range(0, 1 + random.nextInt(6)).forEach(i -> addProcess());
        if (!strategy.equals(StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_NONE)) {
            tasks.stream().sorted().filter(task -> chance.nextInt(9) > 0).forEach(task -> {
                Set<String> replicas = Set.of("z" + chance.nextInt(4), "z" + (chance.nextBoolean() ? 4 : 5));
                racks.put(task, Collections.nCopies(1 + chance.nextInt(2), replicas));
            });
        }
    }

    /** Tasks are run, followed and stored anywhere: by nobody, by a few who have too many. */
    void scatter() {
        List<TaskId> unclaimed = new ArrayList<>(tasks);
        unclaimed.add(new TaskId(9, 9));
        Collections.sort(unclaimed);
        Collections.shuffle(unclaimed, random);
        for (Map.Entry<String, UUID> member : members.entrySet()) {
            Set<TaskId> runs = running.get(member.getKey());
            for (int n = random.nextInt(8); n > 0 && !unclaimed.isEmpty(); n--) {
                runs.add(unclaimed.remove(unclaimed.size() - 1));
            }
            for (TaskId task : restorable.keySet().stream().sorted().toList()) {
                if (random.nextInt(4) == 0 && !runs.contains(task)) {
                    lags.get(member.getValue())
                            .put(
                                    task,
                                    random.nextInt(5) == 0
                                            ? AssignmentProblem.NOT_KNOWN
                                            : (long) random.nextInt(random.nextBoolean() ? 20_000 : 900_000));
                    if (random.nextInt(3) > 0) {
                        standbys.get(member.getKey()).add(task);
                    }
                }
            }
        }
        members.forEach((id, process) -> running.get(id).forEach(task -> {
            if (restorable.containsKey(task)) {
                lags.get(process).put(task, 0L);
            }
        }));
    }

    void addProcess() {
        UUID process = new UUID(random.nextLong(), ++names);
        String zone = "z" + random.nextInt(3);
        sites.put(
                process,
                new Site(
                        random.nextInt(4) == 0 ? null : zone,
                        Map.of("zone", zone, "cluster", "c" + random.nextInt(2))));
        lags.put(process, new HashMap<>());
        for (int thread = 1 + random.nextInt(3); thread > 0; thread--) {
            String id = "m" + random.nextInt(1_000) + "-" + ++names;
            members.put(id, process);
            running.put(id, new HashSet<>());
            standbys.put(id, new HashSet<>());
        }
    }

    void removeProcess() {
        UUID process = sites.keySet().stream()
                .skip(random.nextInt(sites.size()))
                .findFirst()
                .orElseThrow();
        sites.remove(process);
        lags.remove(process);
        members.values().removeIf(process::equals);
        running.keySet().retainAll(members.keySet());
        standbys.keySet().retainAll(members.keySet());
    }

    /** Everybody who has state has all of it. */
    void catchUp() {
        lags.values().forEach(stored -> stored.replaceAll((task, lag) -> 0L));
    }

    /** Nobody knows how long some changelogs are, and so how old any state of theirs is, but where the task runs. */
    void forgetEnds() {
        Map<TaskId, String> owners = owners();
        for (TaskId task : new TreeSet<>(restorable.keySet())) {
            if (random.nextInt(3) == 0) {
                restorable.put(task, AssignmentProblem.NOT_KNOWN);
                lags.forEach((process, stored) -> stored.computeIfPresent(
                        task,
                        (id, lag) -> process.equals(members.get(owners.getOrDefault(id, "")))
                                ? 0L
                                : AssignmentProblem.NOT_KNOWN));
            }
        }
    }

    AssignmentProblem problem() {
        List<Member> result = new ArrayList<>();
        members.forEach((id, process) -> result.add(
                new Member(id, process, running.get(id), standbys.get(id), lags.get(process), sites.get(process))));
        return new AssignmentProblem(result, tasks, restorable, racks, configs);
    }

    Map<TaskId, String> owners() {
        Map<TaskId, String> owners = new TreeMap<>();
        members.keySet().forEach(id -> running.get(id).forEach(task -> owners.put(task, id)));
        owners.keySet().retainAll(tasks);
        return owners;
    }

    /**
     * Does what an assignment says.
     *
     * @return how many tasks were withheld, because somebody else ran them
     */
    int apply(AssignmentResult result) {
        Map<TaskId, String> owners = owners();
        Map<String, Set<TaskId>> followedBefore = new HashMap<>(standbys);
        int withheld = 0;
        result.byMember().forEach((id, told) -> standbys.put(id, new HashSet<>(told.standby())));
        for (Map.Entry<String, MemberTasks> entry : result.byMember().entrySet()) {
            Set<TaskId> given = new HashSet<>();
            for (TaskId task : entry.getValue().active()) {
                String owner = owners.get(task);
                if (owner == null || owner.equals(entry.getKey())) {
                    given.add(task);
                } else {
                    withheld++;
                    members.forEach((id, process) -> {
                        if (process.equals(members.get(entry.getKey()))
                                && followedBefore.getOrDefault(id, Set.of()).contains(task)) {
                            standbys.get(id).add(task);
                        }
                    });
                }
            }
            running.put(entry.getKey(), given);
        }
        members.forEach((id, process) -> {
            running.get(id).stream()
                    .filter(restorable::containsKey)
                    .forEach(task -> lags.get(process).putIfAbsent(task, restorable.get(task)));
            standbys.get(id).forEach(task -> lags.get(process).putIfAbsent(task, restorable.get(task)));
        });
        return withheld;
    }

    /** What is run is restored, what is followed gets closer, what is only stored falls behind. */
    void letTimePass() {
        Map<TaskId, String> owners = owners();
        sites.keySet().forEach(process -> {
            Set<TaskId> followed = members.keySet().stream()
                    .filter(id -> members.get(id).equals(process))
                    .flatMap(id -> standbys.get(id).stream())
                    .collect(Collectors.toSet());
            lags.get(process).replaceAll((task, lag) -> {
                if (process.equals(members.get(owners.getOrDefault(task, "")))) {
                    return 0L;
                }
                if (followed.contains(task)) {
                    return lag > SIZE / 2 ? SIZE / 2 : lag > SIZE / 5 ? SIZE / 5 : (long) random.nextInt(2_000);
                }
                return lag == AssignmentProblem.NOT_KNOWN
                        ? lag
                        : Math.min(restorable.getOrDefault(task, 0L), lag + 700);
            });
        });
    }
}
