package org.hostha.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.Test;

public class ExplorationTest {

    private static final long FIRST = Long.getLong("hostha.explore.seed", 1);
    private static final long SEEDS = Long.getLong("hostha.explore.seeds", 200);

    @Test
    public void noRuleIsBrokenAndEveryHostEndsAvailableWhateverTheSeed() {
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            Exploration exploration = new Exploration(seed);
            List<String> wrong = exploration.run();

            assertThat(wrong).as("seed %s; its story:%n%s", seed, String.join("\n", exploration.story())).isEmpty();
        }
    }

    @Test
    public void aSeedTellsTheSameStoryTwice() {
        Exploration one = new Exploration(7);
        Exploration again = new Exploration(7);
        one.run();
        again.run();

        assertThat(again.story()).isEqualTo(one.story());
    }
}
