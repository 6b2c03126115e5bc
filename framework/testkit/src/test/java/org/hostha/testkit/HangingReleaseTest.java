package org.hostha.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.hostha.ha.HAState;
import org.junit.Test;

public class HangingReleaseTest {

    private final ManagedCloud cloud = new ManagedCloud(3);

    @Test
    public void aReleaseThatHangsIsNotBegunAgainUntilItHasEnded() {
        cloud.new Manager(1, 100).start();
        cloud.pass(30);
        cloud.vmHA = new CompletableFuture<>();
        cloud.hang(1);
        cloud.passUntil("it is fenced", () -> cloud.state(1) == HAState.Fenced);
        cloud.pass(600);
        assertThat(cloud.released).as("each time would hold one thread more").containsEntry(1L, 1);
        assertThat(cloud.row(1).stored().release()).isPresent();

        cloud.vmHA.complete(null);
        cloud.pass(5);
        assertThat(cloud.row(1).stored().release()).as("what it has done counts").isEmpty();
        assertThat(cloud.released).containsEntry(1L, 1);
    }
}
