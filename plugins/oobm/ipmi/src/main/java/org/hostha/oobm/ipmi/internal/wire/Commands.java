package org.hostha.oobm.ipmi.internal.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.hostha.oobm.PowerOperation;

/** The commands that the driver uses, and what their answers say. Section numbers are those of IPMI 2.0. */
public final class Commands {

    private static final int CHASSIS = 0x00;
    private static final int APP = 0x06;
    /** The channel that the request comes in on. */
    private static final int THIS_CHANNEL = 0x0e;
    private static final int SHORT_PASSWORD = 16;
    private static final int LONG_PASSWORD = 20;

    private Commands() {
    }

    /** @param kgRequired whether the BMC's own key (Kg) is set, so that a session needs it */
    public record ChannelCapabilities(boolean ipmi2, boolean kgRequired) { }

    /** @param initialising the BMC is starting or updating itself: nothing that it says about power counts */
    public record DeviceId(boolean initialising, int manufacturer, int product, int major, int minor) {

        /** For people. */
        public String firmware() {
            return String.format("manufacturer %d, product %04Xh, firmware %d.%02x",
                    manufacturer, product, major, minor);
        }
    }

    /** @param detail what the BMC answered, for people */
    public record ChassisStatus(boolean on, String detail) { }

    /** Section 22.13. */
    public static Request getChannelCapabilities(Privilege privilege) {
        return new Request("Get Channel Authentication Capabilities", APP, 0x38,
                new byte[] {(byte) (0x80 | THIS_CHANNEL), (byte) privilege.code()});
    }

    public static ChannelCapabilities channelCapabilities(Response response) {
        boolean extended = (response.at(1) & 0x80) != 0;
        return new ChannelCapabilities(extended && (response.at(3) & 0x02) != 0, (response.at(2) & 0x20) != 0);
    }

    /** Section 22.18. */
    public static Request setPrivilege(Privilege privilege) {
        return new Request("Set Session Privilege Level", APP, 0x3b, new byte[] {(byte) privilege.code()});
    }

    /** Section 22.19. */
    public static Request closeSession(int bmcId) {
        return new Request("Close Session", APP, 0x3c,
                ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(bmcId).array());
    }

    /** Section 20.1. */
    public static Request getDeviceId() {
        return new Request("Get Device ID", APP, 0x01, new byte[0]);
    }

    public static DeviceId deviceId(Response response) {
        int manufacturer = response.at(6) | response.at(7) << 8 | (response.at(8) & 0x0f) << 16;
        int product = response.at(9) | response.at(10) << 8;
        return new DeviceId((response.at(2) & 0x80) != 0, manufacturer, product, response.at(2) & 0x7f, response.at(3));
    }

    /** Section 22.14. */
    public static Request getSystemGuid() {
        return new Request("Get System GUID", APP, 0x37, new byte[0]);
    }

    /** 32 lower-case hex digits in the order of the wire; empty when the BMC has none, which some say with 0s or Fs. */
    public static Optional<String> systemGuid(Response response) {
        response.at(15);
        String guid = HexFormat.of().formatHex(response.data(), 0, 16);
        return guid.matches("0{32}|f{32}") ? Optional.empty() : Optional.of(guid);
    }

    /** Section 28.2. */
    public static Request getChassisStatus() {
        return new Request("Get Chassis Status", CHASSIS, 0x01, new byte[0]);
    }

    public static ChassisStatus chassisStatus(Response response) {
        int state = response.at(0);
        boolean on = (state & 0x01) != 0;
        StringBuilder detail = new StringBuilder(on ? "chassis power is on" : "chassis power is off");
        detail.append((state & 0x02) != 0 ? ", power overload" : "").append((state & 0x08) != 0 ? ", power fault" : "")
                .append((state & 0x10) != 0 ? ", power control fault" : "");
        return new ChassisStatus(on, detail.toString());
    }

    /**
     * Section 28.3.
     *
     * @throws IllegalArgumentException for {@link PowerOperation#STATUS}, which changes nothing
     */
    public static Request chassisControl(PowerOperation operation) {
        int control = switch (operation) {
            case OFF -> 0;
            case ON -> 1;
            case CYCLE -> 2;
            case RESET -> 3;
            case SOFT -> 5;
            case STATUS -> throw new IllegalArgumentException("STATUS does not change the power");
        };
        return new Request("Chassis Control " + operation, CHASSIS, 0x02, new byte[] {(byte) control});
    }

    /** Section 22.27, asked for the first user, because the answer also says how many there can be. */
    public static Request getUserAccess() {
        return new Request("Get User Access", APP, 0x44, new byte[] {THIS_CHANNEL, 1});
    }

    public static int userCount(Response userAccess) {
        return userAccess.at(0) & 0x3f;
    }

    /** Section 22.29. */
    public static Request getUserName(int userId) {
        return new Request("Get User Name", APP, 0x46, new byte[] {(byte) userId});
    }

    /** At most 16 bytes, ended by a zero where it is shorter. */
    public static byte[] userName(Response response) {
        byte[] name = response.data();
        int length = 0;
        while (length < Math.min(name.length, 16) && name[length] != 0) {
            length++;
        }
        return Arrays.copyOf(name, length);
    }

    /** Section 22.30; stored as 20 bytes only when 16 are too few, because old BMCs know no more. */
    public static Request setUserPassword(int userId, byte[] password) {
        boolean isLong = password.length > SHORT_PASSWORD;
        int room = isLong ? LONG_PASSWORD : SHORT_PASSWORD;
        byte[] data = Arrays.copyOf(new byte[] {(byte) ((isLong ? 0x80 : 0) | userId), 0x02}, 2 + room);
        System.arraycopy(password, 0, data, 2, password.length);
        return new Request("Set User Password", APP, 0x47, data);
    }

    /** As it goes over the wire. */
    public static byte[] username(String username) {
        return username.getBytes(StandardCharsets.UTF_8);
    }
}
