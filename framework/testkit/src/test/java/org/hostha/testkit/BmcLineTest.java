package org.hostha.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.List;
import org.hostha.core.EventLoop;
import org.hostha.core.Notifications;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.core.Secret;
import org.hostha.core.Settings;
import org.hostha.oobm.BmcLine;
import org.hostha.oobm.OutOfBandManagementService;
import org.hostha.oobm.spi.OutOfBandManagementDriver;
import org.junit.Test;

/** Many BMCs are configured, or none: what can't be kept is refused before the first one. */
public class BmcLineTest {

    private static final String LONG = "x".repeat(256);

    private final EventLoop loop = new VirtualTime(1).loop();
    private final MemoryOutOfBandManagementStore store = new MemoryOutOfBandManagementStore(Clock.systemUTC());
    private final OutOfBandManagementDriver driver = () -> "bare";
    private final OutOfBandManagementService service = new OutOfBandManagementService(store, List.of(driver),
            Settings.defaults(), Notifications.none(), loop, loop);

    private static List<BmcLine> parse(String... lines) {
        return BmcLine.parse(String.join("\n", lines), name -> List.of(host(Long.parseLong(name.replace("kvm-", "")))),
                "cluster kvm");
    }

    private static Resource host(long id) {
        return new Resource(PartitionType.Host, id, "uuid-" + id, "kvm-" + id, 1, 1, 1);
    }

    @Test
    public void aPasswordIsTheRestOfTheLine() {
        assertThat(parse("kvm-1, 10.0.0.1, 623, ha, a,b").get(0))
                .isEqualTo(new BmcLine(host(1), "10.0.0.1", "623", "ha", Secret.of(" a,b")));
    }

    @Test
    public void aLineWithoutAnAddressIsRefused() {
        assertThatThrownBy(() -> parse("kvm-1,10.0.0.1,623,ha,x", "kvm-2, ,623,ha,x"))
                .hasMessage("hosts, line 2: has no address; nothing was changed");
    }

    @Test
    public void aFieldThatIsTooLongIsRefused() {
        for (String line : List.of("kvm-1," + LONG + ",623,ha,x", "kvm-1,a," + LONG + ",ha,x", "kvm-1,a,623," + LONG + ",x")) {
            assertThatThrownBy(() -> parse(line))
                    .hasMessage("hosts, line 1: has a field of more than 255 characters; nothing was changed");
        }
    }

    @Test
    public void aHostNamedTwiceIsRefused() {
        assertThatThrownBy(() -> parse("kvm-1,10.0.0.1,623,ha,x", "1,10.0.0.2,623,ha,x"))
                .hasMessage("hosts, line 2: host '1' is in an earlier line already; nothing was changed");
    }

    @Test
    public void aPasswordThatCannotBeKeptIsRefusedBeforeTheFirstHostIsConfigured() {
        List<BmcLine> lines = parse("kvm-1,10.0.0.1,623,ha,x", "kvm-2,10.0.0.2,623,ha," + "x".repeat(161));
        assertThatThrownBy(() -> service.configure("bare", lines, true))
                .hasMessageContaining("hosts, line 2: parameter password: at most 160 bytes");
        assertThat(store.all()).isEmpty();
    }
}
