package io.millrace.streams.engine.operator.foreignkey;

import org.jspecify.annotations.Nullable;

/**
 * What the row of the right table is.
 *
 * @param hash of the left value that asked, null if it was removed
 * @param foreignValue serialised value of the right row, null if there is none; must not be changed
 * @param primaryPartition where the answer goes, null to go by the key; not part of the format
 */
public record Answer(
        @Nullable ValueHash hash,
        byte @Nullable [] foreignValue,
        @Nullable Integer primaryPartition) {}
