package io.millrace.examples.guide;

/** A record as a transcript writes it. */
record TextRecord(String key, String value, long timestampMs) {

    @Override
    public String toString() {
        String text = value.contains(" ") ? '"' + value + '"' : value;
        return key + ":" + text + (timestampMs == 0 ? "" : "@" + timestampMs);
    }
}
