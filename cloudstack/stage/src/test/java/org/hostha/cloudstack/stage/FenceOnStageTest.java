package org.hostha.cloudstack.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.testkit.bmc.FakeBmc;
import org.junit.Test;

/** The whole way with the jar as it is installed: CloudStack's beans are called, the engine decides, a BMC over the network obeys. */
public class FenceOnStageTest {

    @Test
    public void aHostThatHangsIsFencedAndItsVmRunsElsewhere() throws Exception {
        try (FakeBmc bmc = FakeBmc.start(); Stage stage = Stage.withManagers()) {
            Object failure = stage.failure();
            BmcEndpoint at = bmc.endpoint();

            Stage.call(failure, "prepare", at.address(), at.port(), at.username(), at.password().revealText());
            assertThat(bmc.isOn()).isTrue();
            Stage.call(failure, "hang");

            assertThat(bmc.isOn()).isFalse();
            assertThat((List<?>) Stage.call(failure, "calls")).map(Object::toString)
                    .anyMatch(call -> call.startsWith("schedule ") && call.endsWith(" with investigation"))
                    .noneMatch(call -> call.contains("WITHOUT"));
            assertThat(stage.modules()).contains("core", "kvm-compute", "outofbandmanagement");
        }
    }
}
