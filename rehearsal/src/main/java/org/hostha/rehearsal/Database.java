package org.hostha.rehearsal;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** What can be wrong with the database that the managers share. */
final class Database {

    private boolean down;
    private boolean answerLost;
    private Duration latency = Duration.ofMillis(5);

    void down(boolean isDown) {
        down = isDown;
    }

    boolean isDown() {
        return down;
    }

    /**
     * @param reachable whether the network brings the caller here
     * @throws IllegalStateException when there is no answer
     */
    void mustAnswer(BooleanSupplier reachable) {
        if (down || !reachable.getAsBoolean()) {
            throw new IllegalStateException("the database does not answer");
        }
    }

    void takes(Duration time) {
        latency = time;
    }

    Duration latency() {
        return latency;
    }

    boolean isFast() {
        return latency.compareTo(Duration.ofSeconds(1)) < 0;
    }

    /** The next commit is stored, but nobody is told. */
    void loseNextAnswer() {
        answerLost = true;
    }

    /** True once after {@link #loseNextAnswer}. */
    boolean losesAnswer() {
        boolean lost = answerLost;
        answerLost = false;
        return lost;
    }
}
