package org.hostha.bench;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.hostha.oobm.BmcEndpoint;
import org.metricshub.ipmi.core.api.async.ConnectionHandle;
import org.metricshub.ipmi.core.api.sync.IpmiConnector;
import org.metricshub.ipmi.core.coding.commands.IpmiVersion;
import org.metricshub.ipmi.core.coding.commands.PrivilegeLevel;
import org.metricshub.ipmi.core.coding.commands.chassis.GetChassisStatus;
import org.metricshub.ipmi.core.coding.commands.chassis.GetChassisStatusResponseData;
import org.metricshub.ipmi.core.coding.protocol.AuthenticationType;
import org.metricshub.ipmi.core.coding.security.CipherSuite;

/**
 * The library {@code org.metricshub:ipmi-java}: a connector for each operation as its own client has it, or one kept
 * for each BMC, with its session.
 */
final class IpmiJava extends BlockingContender {

    private record Kept(IpmiConnector connector, ConnectionHandle handle, CipherSuite suite) { }

    private final boolean keep;
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();

    IpmiJava(boolean keep) {
        this.keep = keep;
    }

    @Override
    public CompletableFuture<?> read(BmcEndpoint bmc) {
        return run(() -> keep ? readKept(bmc) : readNew(bmc));
    }

    private Object readNew(BmcEndpoint bmc) throws Exception {
        IpmiConnector connector = new IpmiConnector(0);
        try {
            Kept session = open(connector, bmc);
            Object status = read(session);
            connector.closeSession(session.handle());
            return status;
        } finally {
            connector.tearDown();
        }
    }

    private Object readKept(BmcEndpoint bmc) throws Exception {
        Kept session = kept.get(bmc.port());
        if (session == null) {
            session = open(new IpmiConnector(0), bmc);
            kept.put(bmc.port(), session);
        }
        return read(session);
    }

    private static Kept open(IpmiConnector connector, BmcEndpoint bmc) throws Exception {
        // It holds the session's keys: one for each.
        CipherSuite suite = new CipherSuite((byte) 3, (byte) 1, (byte) 1, (byte) 1);
        ConnectionHandle handle = connector.createConnection(InetAddress.getByName(bmc.address()),
                Integer.parseInt(bmc.port()), suite, PrivilegeLevel.Operator);
        connector.openSession(handle, bmc.username(), bmc.password().revealText(), null);
        return new Kept(connector, handle, suite);
    }

    private static Object read(Kept session) throws Exception {
        GetChassisStatusResponseData status = (GetChassisStatusResponseData) session.connector()
                .sendMessage(session.handle(),
                new GetChassisStatus(IpmiVersion.V20, session.suite(), AuthenticationType.RMCPPlus));
        return status.isPowerOn();
    }

    @Override
    public void close() {
        kept.values().forEach(session -> session.connector().tearDown());
        super.close();
    }
}
