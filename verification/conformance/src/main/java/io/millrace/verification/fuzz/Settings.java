package io.millrace.verification.fuzz;

import java.util.List;

/**
 * Configuration of a program.
 *
 * @param optimization 0 none, 1 all, 2 reuse of source topics, 3 merging of repartition topics, 4 single store of self joins
 * @param cacheBytes size of the record cache
 * @param persistent whether tables are kept on disk unless they say otherwise
 * @param headersFormat whether the DSL's stores keep headers
 * @param tolerant whether the exception handlers go on
 * @param exactlyOnce the processing guarantee
 * @param explicitNames whether unnamed internal resources are refused
 */
public record Settings(
        int optimization,
        long cacheBytes,
        boolean persistent,
        boolean headersFormat,
        boolean tolerant,
        boolean exactlyOnce,
        boolean explicitNames) {

    /** Whether repartitions behind one change of the key become one. */
    public boolean mergesRepartitions() {
        return optimization == 1 || optimization == 3;
    }

    /** The same but for one setting, which is the default. */
    List<Settings> plainer() {
        Settings s = this;
        return List.of(
                new Settings(
                        0, s.cacheBytes, s.persistent, s.headersFormat, s.tolerant, s.exactlyOnce, s.explicitNames),
                new Settings(
                        s.optimization, 0, s.persistent, s.headersFormat, s.tolerant, s.exactlyOnce, s.explicitNames),
                new Settings(
                        s.optimization,
                        s.cacheBytes,
                        false,
                        s.headersFormat,
                        s.tolerant,
                        s.exactlyOnce,
                        s.explicitNames),
                new Settings(
                        s.optimization, s.cacheBytes, s.persistent, false, s.tolerant, s.exactlyOnce, s.explicitNames),
                new Settings(
                        s.optimization,
                        s.cacheBytes,
                        s.persistent,
                        s.headersFormat,
                        false,
                        s.exactlyOnce,
                        s.explicitNames),
                new Settings(
                        s.optimization,
                        s.cacheBytes,
                        s.persistent,
                        s.headersFormat,
                        s.tolerant,
                        false,
                        s.explicitNames),
                new Settings(
                        s.optimization, s.cacheBytes, s.persistent, s.headersFormat, s.tolerant, s.exactlyOnce, false));
    }
}
