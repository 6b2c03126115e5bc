package org.hostha.server.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.hostha.server.hosts.AgentClient.RefusedException;
import org.hostha.server.vmha.VmHASettings;
import org.junit.Test;

public class AgentClientTest {

    private static final Duration DEADLINE = Duration.ofSeconds(1);

    private final AgentClient agents = new AgentClient(DEADLINE);

    /** Callers keep account of what is under way until its future ends: none may be missing. */
    @Test
    public void whatCannotBeSentEndsAsAFutureAndIsNotTakenForARefusal() {
        notSent(agents.start(URI.create("ssh://root@10.0.0.1:22"), "vm-1", "nfs-1", DEADLINE));
        notSent(agents.stop(URI.create("http://sim_1"), "vm-1", DEADLINE));
        notSent(agents.host(URI.create("http://127.0.0.1:9"), Duration.ZERO));
    }

    @Test
    public void aStartIsGivenSomeTime() {
        assertThatThrownBy(() -> VmHASettings.START_TIMEOUT.parse("0")).hasMessageContaining("vm.ha.start.timeout");
    }

    private static void notSent(CompletableFuture<?> sent) {
        assertThat(sent).isCompletedExceptionally();
        assertThatThrownBy(sent::join).hasCauseInstanceOf(IllegalArgumentException.class)
                .cause().isNotInstanceOf(RefusedException.class);
    }
}
