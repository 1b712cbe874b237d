package io.millrace.verification.chaos.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a process took, second by second, as the kernel counts it. */
final class Samples {

    private static final int SECONDS_OF_SLOPE = 600;

    private final List<Double> residentMb = new ArrayList<>();

    /** Adds what the process takes now. */
    void add(long pid) {
        add(megabytes(pid, "VmRSS:"));
    }

    void add(double mb) {
        residentMb.add(mb);
    }

    int size() {
        return residentMb.size();
    }

    double last() {
        return residentMb.isEmpty() ? 0 : residentMb.get(residentMb.size() - 1);
    }

    /** What was taken when so much of the time had passed: the mean of ten seconds. */
    double at(double part) {
        int end = Math.min(residentMb.size(), Math.max(1, (int) Math.round(part * residentMb.size())));
        return residentMb.subList(Math.max(0, end - 10), end).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(0);
    }

    /** How much more was taken each ten minutes, after this part of the time: the line that fits best. */
    double slope(double fromPart) {
        int from = (int) (fromPart * residentMb.size());
        int count = residentMb.size() - from;
        double meanX = (count - 1) / 2.0;
        double meanY = residentMb.subList(from, residentMb.size()).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(0);
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < count; i++) {
            covariance += (i - meanX) * (residentMb.get(from + i) - meanY);
            variance += (i - meanX) * (i - meanX);
        }
        return variance == 0 ? 0 : covariance / variance * SECONDS_OF_SLOPE;
    }

    /** The most that a process has taken since it began. */
    static double peakMb(long pid) {
        return megabytes(pid, "VmHWM:");
    }

    private static double megabytes(long pid, String field) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
                if (line.startsWith(field)) {
                    return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The memory of process " + pid + " is not told; this needs Linux", e);
        }
        throw new IllegalStateException("The kernel does not tell " + field + " of process " + pid);
    }
}
