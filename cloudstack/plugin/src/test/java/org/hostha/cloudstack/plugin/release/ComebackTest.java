package org.hostha.cloudstack.plugin.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.hostha.ha.HAState;
import org.hostha.ha.Order;
import org.hostha.ha.Stored;
import org.hostha.ha.VmHAStatus;
import org.junit.Test;

/** What VM HA is told while a release record is open. */
public class ComebackTest {

    private static Stored releasing(HAState state, Optional<Order.Step> step) {
        return new Stored(Optional.of(state), 0, 0, 0, 0, true, step.map(at -> new Order(5, Order.Kind.RECOVER, at)),
                OptionalLong.of(7));
    }

    private static VmHAStatus told(HAState state, Optional<Order.Step> step) {
        return Comeback.told(releasing(state, step));
    }

    @Test
    public void aHostThatIsBackIsNeverToldAsDownAlthoughItsRecordIsOpen() {
        for (HAState state : EnumSet.of(HAState.Available, HAState.Suspect, HAState.Checking, HAState.Degraded,
                HAState.Recovered)) {
            assertThat(told(state, Optional.empty())).as("%s", state).isEqualTo(VmHAStatus.Disconnected);
        }
    }

    @Test
    public void fromPowerOnToTheNextReadingOfOffNothingIsKnownToBeDown() {
        for (Order.Step step : Set.of(Order.Step.ON, Order.Step.RETURN, Order.Step.OFF)) {
            assertThat(told(HAState.Recovering, Optional.of(step))).as("%s", step).isEqualTo(VmHAStatus.Disconnected);
        }
        assertThat(told(HAState.Fencing, Optional.of(Order.Step.OFF))).isEqualTo(VmHAStatus.Disconnected);
    }

    @Test
    public void whileItIsOffItIsToldAsDown() {
        assertThat(told(HAState.Recovering, Optional.of(Order.Step.RELEASE))).isEqualTo(VmHAStatus.Down);
        for (HAState state : EnumSet.of(HAState.Recovering, HAState.Fencing, HAState.Fenced, HAState.Disabled,
                HAState.Ineligible)) {
            assertThat(told(state, Optional.empty())).as("%s", state).isEqualTo(VmHAStatus.Down);
        }
    }

    @Test
    public void withoutARecordTheStateAloneAnswers() {
        Stored available = new Stored(Optional.of(HAState.Available), 0, 0, 0, 0, false, Optional.empty(), OptionalLong.empty());
        assertThat(Comeback.told(available)).isEqualTo(VmHAStatus.Up);
    }
}
