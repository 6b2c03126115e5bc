package org.hostha.oobm.ipmitool;

import java.util.List;
import org.hostha.core.Setting;
import org.hostha.core.Setting.Scope;

/** The settings of {@link IpmitoolDriver}; the first three are CloudStack's. All are read at every use. */
public final class IpmitoolSettings {

    /** The binary. */
    public static final Setting<String> PATH = Setting.text("outofbandmanagement.ipmitool.path", "/usr/bin/ipmitool",
            Scope.Global, "The out-of-band management ipmitool path used by the IpmiTool driver");

    /** {@code -I}: {@code lanplus} (IPMI 2.0) or {@code lan} (IPMI 1.5). */
    public static final Setting<String> INTERFACE = Setting.text("outofbandmanagement.ipmitool.interface", "lanplus",
            Scope.Global, "The ipmitool interface (-I): lanplus or lan");

    /** {@code -R}: how often a packet is sent that is not answered. Power commands are sent once whatever it says. */
    public static final Setting<String> RETRIES = Setting.text("outofbandmanagement.ipmitool.retries", "2",
            Scope.Global, "How often ipmitool sends an unanswered packet (-R, 1 to 10); a power command is sent once");

    /** {@code -N}: how long each packet waits for its answer, before one second is added for each repetition. */
    public static final Setting<Long> PACKET_TIMEOUT = Setting.number("outofbandmanagement.ipmitool.packet.timeout", 1,
            Scope.Global, "Seconds that ipmitool waits for the answer to a packet (-N, 1 to 60)");

    /** {@code -C}. Always named, because asking the BMC for its suites costs more than the whole operation. */
    public static final Setting<String> CIPHER_SUITES = Setting.text("outofbandmanagement.ipmitool.cipher.suites",
            "17,3", Scope.Global, "IPMI 2.0 cipher suites (-C) in order of preference; the next is tried only where "
                    + "the BMC refuses one, and what it accepts is remembered");

    private IpmitoolSettings() {
    }

    public static List<Setting<?>> all() {
        return List.of(PATH, INTERFACE, RETRIES, PACKET_TIMEOUT, CIPHER_SUITES);
    }
}
