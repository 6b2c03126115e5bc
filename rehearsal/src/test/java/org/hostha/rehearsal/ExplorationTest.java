package org.hostha.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.Test;

public class ExplorationTest {

    private static final long FIRST = Long.getLong("hostha.explore.seed", 1);
    private static final long SEEDS = Long.getLong("hostha.explore.seeds", 200);

    private static Rehearsal played(long seed) {
        Rehearsal rehearsal = new Rehearsal(Exploration.life(seed));
        rehearsal.play();
        return rehearsal;
    }

    @Test
    public void noRuleIsBrokenAndEveryHostEndsAvailableWhateverTheSeed() {
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            List<String> wrong = Exploration.wrong(played(seed));

            assertThat(wrong).as("./hostha rehearse --explore 1 --seed %s tells its shortest timeline", seed).isEmpty();
        }
    }

    @Test
    public void aSeedTellsTheSameStoryTwice() {
        assertThat(played(7).timeline()).isEqualTo(played(7).timeline());
    }
}
