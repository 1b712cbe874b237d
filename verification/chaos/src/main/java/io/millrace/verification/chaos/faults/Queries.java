package io.millrace.verification.chaos.faults;

import io.millrace.verification.chaos.faults.app.FaultApplication;
import io.millrace.verification.chaos.faults.app.Fold;
import io.millrace.verification.chaos.faults.app.Said;
import io.millrace.verification.chaos.faults.oracle.Answers;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks a random instance that runs for the fold of a random key, fifty times a second. If another has the active task, that is asked;
 * if nobody answers soon, all are asked for what a standby has. One thread asks, and that of each instance hears.
 */
final class Queries implements AutoCloseable {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** Nobody waits longer for an answer. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Who has not answered by then is passed over. */
    private static final long PASSED_OVER_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final List<Instance> instances;
    private final int keys;
    private final SplittableRandom random;
    private final Answers answers = new Answers();
    private final Map<Long, Question> open = new HashMap<>();
    private final Thread thread = new Thread(this::ask, "queries");
    private long asked;
    private volatile boolean ended;

    /** Something that was asked, and not answered yet. */
    private static final class Question {
        private final String key;
        private final int atLeast;
        private final long sinceNanos = System.nanoTime();
        private boolean passedOn;
        private int askedAll;

        private Question(String key, int atLeast) {
            this.key = key;
            this.atLeast = atLeast;
        }
    }

    Queries(List<Instance> instances, FaultSettings settings) {
        this.instances = instances;
        this.keys = settings.load().keys();
        this.random = new SplittableRandom(settings.seed());
        instances.forEach(instance -> instance.answersTo(this::hear));
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    private void ask() {
        while (!ended) {
            LockSupport.parkNanos(PAUSE_NANOS);
            giveUpOld();
            Instance one = instances.get(random.nextInt(instances.size()));
            if (one.canBeAsked()) {
                ask(one, "k" + random.nextInt(keys));
            }
        }
    }

    private void ask(Instance one, String key) {
        long number = asked++;
        synchronized (this) {
            open.put(number, new Question(key, answers.latest(key)));
        }
        one.tell(FaultApplication.ASK + " " + number + " " + key);
    }

    private synchronized void giveUpOld() {
        long nowNanos = System.nanoTime();
        for (Iterator<Map.Entry<Long, Question>> all = open.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Long, Question> next = all.next();
            Question question = next.getValue();
            long ageNanos = nowNanos - question.sinceNanos;
            if (ageNanos > PATIENCE_NANOS) {
                all.remove();
                answers.none();
            } else if (ageNanos > PASSED_OVER_NANOS && question.askedAll == 0) {
                askAll(next.getKey(), question);
            }
        }
    }

    private synchronized void hear(String line) {
        String[] words = line.split(" ", -1);
        if (!words[0].equals(Said.ANSWER) && !words[0].equals(Said.ELSEWHERE) && !words[0].equals(Said.UNAVAILABLE)) {
            return;
        }
        long number = Long.parseLong(words[1]);
        Question question = open.get(number);
        if (question == null) {
            return; // Too late.
        }
        if (words[0].equals(Said.ANSWER)) {
            open.remove(number);
            Fold fold = Fold.parse(words[2]);
            if (question.askedAll > 0) {
                answers.fromAny(question.key, fold);
            } else {
                answers.fromActive(question.key, fold, question.atLeast);
            }
        } else if (words[0].equals(Said.ELSEWHERE) && !question.passedOn) {
            question.passedOn = true;
            Instance owner = instances.get(Integer.parseInt(words[2]) - 1);
            if (owner.canBeAsked()) {
                owner.tell(FaultApplication.ASK + " " + number + " " + question.key);
            } else {
                askAll(number, question);
            }
        } else if (question.askedAll == 0) {
            askAll(number, question);
        } else if (--question.askedAll == 0) {
            open.remove(number);
            answers.none();
        }
    }

    private void askAll(long number, Question question) {
        for (Instance instance : instances) {
            if (instance.canBeAsked()) {
                question.askedAll++;
                instance.tell(FaultApplication.ASK_ANY + " " + number + " " + question.key);
            }
        }
    }

    /** What was answered; to be asked after the close. */
    Answers answers() {
        return answers;
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        instances.forEach(instance -> instance.answersTo(line -> {}));
    }
}
