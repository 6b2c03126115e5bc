package org.hostha.ha;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.Test;

public class HAStateMachineTest {

    @Test
    public void everyPairThatIsNotInTheTableIsRefusedWithStateAndEventInTheMessage() {
        int refused = 0;
        for (HAState from : HAState.values()) {
            for (HAEvent event : HAEvent.values()) {
                boolean inTable = HAStateMachine.table().stream()
                        .anyMatch(row -> row.from().equals(Optional.of(from)) && row.event() == event);
                assertThat(HAStateMachine.allows(Optional.of(from), event)).isEqualTo(inTable);
                if (!inTable) {
                    refused++;
                    assertThatThrownBy(() -> HAStateMachine.next(Optional.of(from), event))
                            .hasMessageContaining(from.name()).hasMessageContaining(event.name());
                }
            }
        }
        assertThat(refused).isEqualTo(HAState.values().length * HAEvent.values().length - (HAStateMachine.table().size() - 3));
    }

    @Test
    public void theTableHasTheRowsOfCloudStack() {
        assertThat(HAStateMachine.table()).hasSize(41);
        assertThat(HAStateMachine.next(Optional.empty(), HAEvent.Enabled)).isEqualTo(HAState.Available);
        assertThat(HAStateMachine.next(Optional.of(HAState.Fenced), HAEvent.HealthCheckPassed)).isEqualTo(HAState.Ineligible);
        assertThat(HAStateMachine.allows(Optional.of(HAState.Fenced), HAEvent.Ineligible)).isFalse();
        assertThat(HAStateMachine.allows(Optional.of(HAState.Checking), HAEvent.HealthCheckPassed)).isFalse();
    }

    @Test
    public void noStateIsADeadEnd() {
        for (HAState state : HAState.values()) {
            assertThat(HAStateMachine.table()).as("ways out of %s", state)
                    .anyMatch(row -> row.from().equals(Optional.of(state)) && row.to() != state);
        }
    }
}
