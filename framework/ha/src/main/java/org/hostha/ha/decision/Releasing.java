package org.hostha.ha.decision;

import java.time.Duration;
import java.util.OptionalLong;

/** Works off the release record of a resource that was seen off, until each of its VMs is settled. */
final class Releasing {

    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Draft draft;

    Releasing(Draft draft) {
        this.draft = draft;
    }

    void pursue() {
        if (draft.release.isPresent() && !draft.underWay(Task.RELEASE)) {
            draft.run(new Effect.ReleaseVms(draft.begin(Task.RELEASE), draft.release.getAsLong()));
        }
    }

    /** An open release is under way or due, always. */
    void keep() {
        if (draft.release.isPresent() && !draft.underWay(Task.RELEASE) && !draft.isSet(Timer.RELEASE)) {
            draft.after(Timer.RELEASE, PAUSE);
        }
    }

    /** True when the record is closed by it: each VM is settled. */
    boolean drained(Input.ReleaseProgressed progress) {
        if (draft.release.isEmpty() || draft.release.getAsLong() != progress.releaseId()) {
            return false;
        }
        if (!progress.drained()) {
            draft.after(Timer.RELEASE, PAUSE);
            return false;
        }
        draft.release = OptionalLong.empty();
        draft.because("seen off, VMs released: " + progress.report());
        return true;
    }
}
