package io.millrace.verification.chaos.faults.app;

/** What an instance says to its launcher: lines of a word and what belongs to it. */
public final class Said {

    /** {@code CHANGELOG FROM TO}: a restore begins. */
    public static final String RESTORES = "restores";

    /** {@code CHANGELOG RECORDS}: a restore is over. */
    public static final String RESTORED = "restored";

    /** {@code CHANGELOG FROM}: a standby task begins to follow. */
    public static final String FOLLOWS = "follows";

    /** {@code CHANGELOG TO}: a standby task has become an active one. */
    public static final String PROMOTED = "promoted";

    /** {@code CHANGELOG}: an active task with it runs. */
    public static final String OWNED = "owned";

    /** {@code CHANGELOG}: it has run so long that its state is on the disk. */
    public static final String SETTLED = "settled";

    /** {@code CHANGELOG}: it runs here no more. */
    public static final String GONE = "gone";

    /** {@code UP} or {@code DOWN}. */
    public static final String HEALTH = "health";

    /** {@code STORE KEY VALUE}. */
    public static final String ROW = "row";

    public static final String ROWS_END = "rows-end";

    /** {@code QUESTION FOLD}. */
    public static final String ANSWER = "answer";

    /** {@code QUESTION INSTANCE}: that has the answer. */
    public static final String ELSEWHERE = "elsewhere";

    /** {@code QUESTION}: nobody knows now. */
    public static final String UNAVAILABLE = "unavailable";

    /** {@code COUNT}: of this many rebalances has the instance been a part since it started. */
    public static final String REBALANCES = "rebalances";

    public static final String THREAD_ENDED = "thread-ended";

    private Said() {}

    static void line(String word, Object... rest) {
        StringBuilder line = new StringBuilder(word);
        for (Object part : rest) {
            line.append(' ').append(part);
        }
        System.out.println(line);
    }
}
