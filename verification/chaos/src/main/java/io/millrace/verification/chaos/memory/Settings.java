package io.millrace.verification.chaos.memory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What to run.
 *
 * @param rows how many rows the table has
 * @param seconds how long it is updated and queried after that
 * @param tasks how many tasks there are, one run each
 * @param stores how many stores a task has: the table, and copies of parts of it
 * @param heapMb the heap of the application
 * @param memoryMb {@code state.memory.max.bytes} of the application
 * @param load how much it is asked
 * @param seed decides rows and updates
 * @param directory where broker and application keep their files; a directory is made in it, and deleted at the end
 * @param jvmOptions more options for the JVM of the application
 */
record Settings(
        long rows,
        long seconds,
        List<Integer> tasks,
        int stores,
        int heapMb,
        int memoryMb,
        Load load,
        long seed,
        Path directory,
        List<String> jvmOptions) {

    static final String USAGE = """
        memory.sh [--keys 10000000] [--minutes 20] [--tasks 4,64] [--stores 1] [--heap 256] [--memory 256] [--rate 15000]
                  [--queries 1000] [--seed 1] [--directory /tmp] [--jvm OPTION]...
        """;

    /**
     * The load after the table is filled.
     *
     * @param updates a second
     * @param queries a second
     */
    record Load(int updates, int queries) {}

    static Settings defaults() {
        return new Settings(
                10_000_000,
                20 * 60,
                List.of(4, 64),
                1,
                256,
                256,
                new Load(15_000, 1_000),
                1,
                Path.of(System.getProperty("java.io.tmpdir")),
                List.of());
    }

    static Settings parse(String[] arguments) {
        Settings settings = defaults();
        if (arguments.length % 2 != 0) {
            throw new IllegalArgumentException(arguments[arguments.length - 1] + " has no value");
        }
        for (int i = 0; i < arguments.length; i += 2) {
            settings = settings.with(arguments[i], arguments[i + 1]);
        }
        return settings;
    }

    private Settings with(String name, String value) {
        return switch (name) {
            case "--keys" -> withRows(Long.parseLong(value));
            case "--minutes" -> withSeconds(Math.round(Double.parseDouble(value) * 60));
            case "--tasks" -> withTasks(numbers(value));
            case "--stores" -> withStores(Integer.parseInt(value));
            case "--heap" -> withMemory(Integer.parseInt(value), memoryMb);
            case "--memory" -> withMemory(heapMb, Integer.parseInt(value));
            case "--rate" -> withLoad(new Load(Integer.parseInt(value), load.queries));
            case "--queries" -> withLoad(new Load(load.updates, Integer.parseInt(value)));
            case "--seed" -> withSeed(Long.parseLong(value));
            case "--directory" -> withDirectory(Path.of(value));
            case "--jvm" -> withJvmOption(value);
            default -> throw new IllegalArgumentException("There is no " + name);
        };
    }

    private static List<Integer> numbers(String value) {
        List<Integer> numbers = new ArrayList<>();
        for (String number : value.split(",", -1)) {
            numbers.add(Integer.valueOf(number.trim()));
        }
        return numbers;
    }

    Settings withRows(long number) {
        return new Settings(number, seconds, tasks, stores, heapMb, memoryMb, load, seed, directory, jvmOptions);
    }

    Settings withSeconds(long number) {
        return new Settings(rows, number, tasks, stores, heapMb, memoryMb, load, seed, directory, jvmOptions);
    }

    Settings withTasks(List<Integer> numbers) {
        return new Settings(
                rows, seconds, List.copyOf(numbers), stores, heapMb, memoryMb, load, seed, directory, jvmOptions);
    }

    private Settings withStores(int number) {
        return new Settings(rows, seconds, tasks, number, heapMb, memoryMb, load, seed, directory, jvmOptions);
    }

    Settings withMemory(int heap, int memory) {
        return new Settings(rows, seconds, tasks, stores, heap, memory, load, seed, directory, jvmOptions);
    }

    Settings withLoad(Load other) {
        return new Settings(rows, seconds, tasks, stores, heapMb, memoryMb, other, seed, directory, jvmOptions);
    }

    Settings withSeed(long number) {
        return new Settings(rows, seconds, tasks, stores, heapMb, memoryMb, load, number, directory, jvmOptions);
    }

    Settings withDirectory(Path other) {
        return new Settings(rows, seconds, tasks, stores, heapMb, memoryMb, load, seed, other, jvmOptions);
    }

    private Settings withJvmOption(String option) {
        List<String> all = new ArrayList<>(jvmOptions);
        all.add(option);
        return new Settings(rows, seconds, tasks, stores, heapMb, memoryMb, load, seed, directory, List.copyOf(all));
    }
}
