package org.hostha.ha;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.Test;

/** The table of what VM HA is told, row by row. */
public class VmHAStatusTest {

    private static final OptionalLong NO_RELEASE = OptionalLong.empty();

    /** Whole on purpose: a state without a row fails. */
    private static final Map<HAState, VmHAStatus> TABLE = Map.of(
            HAState.Available, VmHAStatus.Up,
            HAState.Suspect, VmHAStatus.Up,
            HAState.Checking, VmHAStatus.Up,
            HAState.Degraded, VmHAStatus.Alert,
            HAState.Recovering, VmHAStatus.Disconnected,
            HAState.Recovered, VmHAStatus.Disconnected,
            HAState.Fencing, VmHAStatus.Disconnected,
            HAState.Fenced, VmHAStatus.Down,
            HAState.Ineligible, VmHAStatus.NotOurs,
            HAState.Disabled, VmHAStatus.NotOurs);

    @Test
    public void eachStateHasItsAnswer() {
        assertThat(TABLE).containsOnlyKeys(HAState.values());
        for (HAState state : HAState.values()) {
            assertThat(answer(Optional.of(state), false, NO_RELEASE)).as("%s", state).isEqualTo(TABLE.get(state));
        }
    }

    @Test
    public void aHostThatWasNeverLookedAtIsNotOurs() {
        assertThat(answer(Optional.empty(), false, NO_RELEASE)).isEqualTo(VmHAStatus.NotOurs);
    }

    @Test
    public void inCustodyNobodyIsLeftToGuessAndNothingIsCalledDown() {
        for (HAState state : HAState.values()) {
            assertThat(answer(Optional.of(state), true, NO_RELEASE)).as("%s", state)
                    .isEqualTo(state == HAState.Fenced ? VmHAStatus.Down : VmHAStatus.Disconnected);
        }
        assertThat(answer(Optional.empty(), true, NO_RELEASE)).isEqualTo(VmHAStatus.Disconnected);
    }

    @Test
    public void anOpenReleaseRecordMeansDownWhateverTheState() {
        for (HAState state : HAState.values()) {
            for (boolean custody : new boolean[] {false, true}) {
                assertThat(answer(Optional.of(state), custody, OptionalLong.of(7))).as("%s", state)
                        .isEqualTo(VmHAStatus.Down);
            }
        }
    }

    private static VmHAStatus answer(Optional<HAState> state, boolean custody, OptionalLong release) {
        return VmHAStatus.of(new Stored(state, 0, 0, 0, 0, custody, Optional.empty(), release));
    }
}
