package org.hostha.testkit.bmc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.hostha.core.Secret;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.PowerOperation;
import org.hostha.testkit.SimulatedBmc;

/**
 * An IPMI 2.0 BMC on a loopback UDP port, with cipher suites 3 and 17. Its users are {@code admin}/{@code s3cret-word}
 * (administrator), {@code operator}/{@code oper4tor-pass} (operator), {@code reader}/{@code read3r-pass} (user), and whom
 * {@link #user} adds.
 */
public final class FakeBmc implements SimulatedBmc {

    final FakePower power = new FakePower();
    final Faults faults = new Faults();
    final Random random;
    final List<FakeUser> users = new ArrayList<>();
    volatile byte[] guid = new byte[16];
    volatile byte[] bmcKey;
    final FakeBmcProtocol protocol = new FakeBmcProtocol(this);
    private final FakeBmcHost host;
    private final boolean ownsHost;
    private final FakeBmcHost.Socket socket;
    private volatile int datagrams;

    FakeBmc(FakeBmcHost host, boolean ownsHost, int port, long seed) {
        this.random = new Random(seed);
        random.nextBytes(guid);
        users.add(new FakeUser("", "", 0));
        users.add(new FakeUser("admin", "s3cret-word", FakeUser.ADMINISTRATOR));
        users.add(new FakeUser("operator", "oper4tor-pass", FakeUser.OPERATOR));
        users.add(new FakeUser("reader", "read3r-pass", FakeUser.USER));
        this.host = host;
        this.ownsHost = ownsHost;
        this.socket = host.bind(this, port);
    }

    /** A BMC on a free port, with a thread of its own. */
    public static FakeBmc start() {
        return new FakeBmc(new FakeBmcHost(), true, 0, 1);
    }

    public int port() {
        return socket.port();
    }

    /** As {@code admin}. */
    @Override
    public BmcEndpoint endpoint() {
        return endpoint("admin", "s3cret-word");
    }

    public BmcEndpoint endpoint(String user, String password) {
        return new BmcEndpoint(host.address(), Integer.toString(port()), user, Secret.of(password), Optional.empty());
    }

    public Faults faults() {
        return faults;
    }

    /** @param privilege IPMI's number: 2 user, 3 operator, 4 administrator */
    public FakeBmc user(String name, String password, int privilege) {
        users.add(new FakeUser(name, password, privilege));
        return this;
    }

    /** Sets Kg, which is unset to begin with. */
    public FakeBmc bmcKey(byte[] key) {
        bmcKey = key.clone();
        return this;
    }

    /** 32 hex digits in the order of the wire. */
    public String guid() {
        return HexFormat.of().formatHex(guid);
    }

    /** Becomes another system's BMC. */
    public FakeBmc guid(String hex) {
        guid = HexFormat.of().parseHex(hex);
        return this;
    }

    @Override
    public boolean isOn() {
        return power.isOn();
    }

    @Override
    public void setOn(boolean on) {
        power.set(on);
    }

    @Override
    public void freeze() {
        faults.silent(true);
    }

    @Override
    public void thaw() {
        faults.silent(false);
    }

    /** How long an order takes to show, and how long a cycle stays off. */
    public FakeBmc powerDelays(Duration beforeChange, Duration offTimeOfCycle) {
        power.delays(beforeChange, offTimeOfCycle);
        return this;
    }

    /** The power commands carried out, in order. */
    public List<PowerOperation> orders() {
        return power.orders();
    }

    @Override
    public List<String> commands() {
        return orders().stream().map(PowerOperation::name).toList();
    }

    /** How many datagrams have arrived. */
    public int datagrams() {
        return datagrams;
    }

    /** How many sessions are open. */
    public int openSessions() {
        return protocol.openSessions();
    }

    /**
     * What the BMC answers to a datagram, without any network in between; for tests in virtual time. Not to be mixed
     * with datagrams to its port.
     */
    public Optional<byte[]> answer(byte[] datagram) {
        datagrams++;
        return Optional.ofNullable(faults.silent ? null : protocol.answer(datagram));
    }

    @Override
    public void close() {
        if (ownsHost) {
            host.close();
        } else {
            host.unbind(socket);
        }
    }
}
