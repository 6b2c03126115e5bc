package org.hostha.oobm.ipmi.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.PowerOperation;
import org.junit.Test;

public class RefusalsTest {

    @Test
    public void everyStatusOfTheKeyExchangeIsATypedFailureThatNamesItself() {
        for (int status = 1; status <= 0xff; status++) {
            RefusedException refusal = RakpStatus.refusal("RAKP message 2", status, "admin", Privilege.OPERATOR);
            assertThat(refusal).hasMessageContaining("RAKP message 2").hasMessageContaining("%02Xh".formatted(status));
            assertThat(refusal.kind()).isNotNull();
        }
    }

    @Test
    public void wrongPasswordUnknownUserMissingPrivilegeAndNoSlotAreFourDifferentAnswers() {
        assertThat(rakp(0x0f)).isEqualTo(Kind.AUTHENTICATION);
        assertThat(rakp(0x0d)).isEqualTo(Kind.AUTHENTICATION);
        assertThat(rakp(0x0a)).isEqualTo(Kind.REJECTED);
        assertThat(rakp(0x01)).isEqualTo(Kind.REJECTED);
        Set<String> messages = new HashSet<>();
        for (int status : new int[] {0x0f, 0x0d, 0x0a, 0x01}) {
            messages.add(RakpStatus.refusal("", status, "admin", Privilege.OPERATOR).getMessage()
                    .replaceAll("\\(.*\\)", ""));
        }
        assertThat(messages).hasSize(4);
    }

    @Test
    public void onlyAMissingPrivilegeIsWorthALowerOne() {
        for (int status = 1; status <= 0x12; status++) {
            assertThat(RakpStatus.refusal("", status, "admin", Privilege.OPERATOR).isMissingPrivilege())
                    .isEqualTo(status == 0x09 || status == 0x0a);
        }
    }

    @Test
    public void everyCompletionCodeIsATypedFailureThatNamesItselfAndTheCommand() {
        Request request = Commands.chassisControl(PowerOperation.OFF);
        for (int code = 1; code <= 0xff; code++) {
            assertThat(CompletionCode.refusal(request, code)).hasMessageContaining("Chassis Control OFF")
                    .hasMessageContaining("%02Xh".formatted(code));
        }
    }

    /** See {@code PowerChanger}: TIMEOUT and PROTOCOL leave open whether it happened. */
    @Test
    public void codesThatLeaveOpenWhetherTheCommandWasCarriedOutSaySo() {
        Request request = Commands.chassisControl(PowerOperation.CYCLE);
        assertThat(CompletionCode.refusal(request, 0xc3).kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(CompletionCode.refusal(request, 0xce).kind()).isEqualTo(Kind.PROTOCOL);
        assertThat(CompletionCode.refusal(request, 0xcf).kind()).isEqualTo(Kind.PROTOCOL);
        assertThat(CompletionCode.refusal(request, 0xd4).kind()).isEqualTo(Kind.REJECTED);
    }

    private static Kind rakp(int status) {
        return RakpStatus.refusal("RAKP message 2", status, "admin", Privilege.OPERATOR).kind();
    }
}
