package io.millrace.streams.engine.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What cannot be used in a directory is not deleted but renamed, so that it can be looked into. Of each name the latest is kept until
 * somebody deletes it; earlier ones go when they are old, or a disk that fails again and again would fill up. Any thread may use it.
 */
final class SetAside {

    /** Why something is set aside; part of its new name. */
    enum Reason {
        /** It cannot be read. */
        BROKEN("broken"),
        /** It is somebody else's. */
        FOREIGN("foreign");

        private final String word;

        Reason(String word) {
            this.word = word;
        }
    }

    private static final Pattern NAME = Pattern.compile("(.+)\\.(broken|foreign)-(\\d{1,9})");

    private final Path directory;
    private final AtomicLong count = new AtomicLong();

    SetAside(Path directory) {
        this.directory = directory;
    }

    static boolean isSetAside(Path path) {
        return NAME.matcher(path.getFileName().toString()).matches();
    }

    /** How many were set aside. */
    long count() {
        return count.get();
    }

    /** Renames what has a name in the directory; answers with where it is now. */
    Path move(String name, Reason reason, long nowMs) throws IOException {
        Path source = directory.resolve(name);
        Path target = directory.resolve(name + "." + reason.word + "-" + (latestNumber(name) + 1));
        Path moved = Files.move(source, target);
        PrivateFiles.touch(moved, nowMs);
        count.incrementAndGet();
        return moved;
    }

    private long latestNumber(String name) throws IOException {
        long latest = 0;
        for (Named each : all()) {
            if (each.name.equals(name)) {
                latest = Math.max(latest, each.number);
            }
        }
        return latest;
    }

    /** Deletes those that are older than this and not the latest of their name. */
    void clean(long nowMs, long unusedForMs) throws IOException {
        Map<String, Long> latest = new HashMap<>();
        List<Named> all = all();
        all.forEach(each -> latest.merge(each.name, each.number, Math::max));
        for (Named each : all) {
            boolean isLatest = each.number == latest.getOrDefault(each.name, -1L);
            if (!isLatest && nowMs - PrivateFiles.lastModifiedMs(each.path) > unusedForMs) {
                PrivateFiles.deleteTree(each.path);
            }
        }
    }

    private List<Named> all() throws IOException {
        List<Named> all = new ArrayList<>();
        try (Stream<Path> children = Files.list(directory)) {
            for (Path child : children.toList()) {
                Matcher matcher = NAME.matcher(child.getFileName().toString());
                if (matcher.matches() && Files.exists(child, LinkOption.NOFOLLOW_LINKS)) {
                    all.add(new Named(child, matcher.group(1), Long.parseLong(matcher.group(3))));
                }
            }
        }
        return all;
    }

    private record Named(Path path, String name, long number) {}
}
