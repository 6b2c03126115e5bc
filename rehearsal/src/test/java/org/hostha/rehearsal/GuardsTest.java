package org.hostha.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.hostha.ha.HAState;
import org.junit.Test;

/** What holds the whole engine back, in virtual time. */
public class GuardsTest {

    private static World world(int clusters, int hosts) {
        World world = new World(1, clusters, hosts, 2, Exploration.policy(0));
        world.startManager();
        world.pass(Duration.ofMinutes(2));
        return world;
    }

    @Test
    public void aManagerThatStartsPowersNothingBeforeItsHoldOffIsOver() {
        World world = world(1, 4);
        world.killManager();
        Machine dead = world.machines().get(0);
        dead.hung = true;
        world.startManager();
        world.pass(Duration.ofSeconds(55));
        assertThat(dead.powered).isTrue();

        world.pass(Duration.ofMinutes(3));
        assertThat(dead.powered).isFalse();
        assertThat(world.state(dead)).isEqualTo(Optional.of(HAState.Fenced));
    }

    @Test
    public void whenAllHostsOfAClusterFallSilentAtOnceNothingIsPowered() {
        World world = world(1, 4);
        world.machines().forEach(machine -> machine.hung = true);
        world.pass(Duration.ofMinutes(4));

        assertThat(world.machines()).allMatch(machine -> machine.powered);
        assertThat(world.story()).anyMatch(line -> line.contains("ALERT Storm guard closed"));
    }

    @Test
    public void whenHostsOfAllClustersFallSilentAtOnceNothingIsPowered() {
        World world = world(4, 3);
        world.machines().stream().filter(machine -> machine.resource.id() % 100 == 1)
                .forEach(machine -> machine.hung = true);
        world.machines().stream().filter(machine -> machine.resource.id() == 102 || machine.resource.id() == 202)
                .forEach(machine -> machine.hung = true);
        world.pass(Duration.ofMinutes(4));

        assertThat(world.machines()).allMatch(machine -> machine.powered);
        assertThat(world.story()).anyMatch(line -> line.contains("of all clusters"));
    }

    @Test
    public void oneDeadHostAmongFourIsNoStorm() {
        World world = world(1, 4);
        Machine dead = world.machines().get(2);
        dead.hung = true;
        world.pass(Duration.ofMinutes(2));

        assertThat(world.state(dead)).isEqualTo(Optional.of(HAState.Fenced));
        assertThat(world.offences()).isEmpty();
    }
}
