package org.hostha.testkit.redfish;

import java.util.List;

/**
 * The habits in which vendors' Redfish services differ. Modelled on what vendors publish and users report, and on
 * assumptions where neither was found; no machine of theirs was there to record. {@code docs/drivers/redfish.md} says
 * which is which.
 */
public enum Profile {

    /**
     * Dell iDRAC9: documented ResetType values, 204 on success, 409 with PSU501 (is on already) and PSU502 (is off
     * already), 503 with RAC0218 when it has no session to spare, sessions below {@code /redfish/v1/SessionService},
     * sixteen account slots most of which are empty.
     */
    IDRAC("Dell", "Integrated Dell Remote Access Controller", "System.Embedded.1", "iDRAC.Embedded.1",
            List.of("On", "ForceOff", "ForceRestart", "GracefulShutdown", "PushPowerButton", "Nmi", "PowerCycle"),
            new Habits(204, 409, "IDRAC.2.8.PSU502", "IDRAC.2.8.PSU501", 503, "IDRAC.2.8.RAC0218", 401, 16)),

    /**
     * HPE iLO 5: links end in a slash and the same without is redirected, Location holds the absolute URL of a name
     * that the client may not know, 400 with InvalidOperationForSystemState when there is nothing to switch, 400 for
     * a wrong password, no PowerCycle.
     */
    ILO("HPE", "iLO 5", "1", "1",
            List.of("On", "ForceOff", "GracefulShutdown", "ForceRestart", "Nmi", "PushPowerButton", "GracefulRestart"),
            new Habits(200, 400, "iLO.2.15.InvalidOperationForSystemState", "iLO.2.15.InvalidOperationForSystemState",
                    503, "Base.1.13.SessionLimitExceeded", 400, 2)),

    /**
     * OpenBMC (bmcweb): what can be reset stands in a separate ActionInfo, PoweringOff and PoweringOn are shown while
     * they last, and switching off what is off is accepted.
     */
    OPENBMC("OpenBMC", "OpenBmc", "system", "bmc",
            List.of("On", "ForceOff", "ForceOn", "ForceRestart", "GracefulRestart", "GracefulShutdown", "PowerCycle",
                    "Nmi"),
            new Habits(204, 204, "", "", 503, "Base.1.13.SessionLimitExceeded", 401, 2)),

    /** Supermicro: upper-case UUID, a body with every answer, and no change of an account without If-Match. */
    SUPERMICRO("Supermicro", "BMC", "1", "1",
            List.of("On", "ForceOff", "GracefulShutdown", "GracefulRestart", "ForceRestart", "Nmi", "ForceOn",
                    "PowerCycle"),
            new Habits(200, 200, "", "", 503, "Base.1.4.SessionLimitExceeded", 401, 4));

    /**
     * Status codes and messages.
     *
     * @param done the status of a reset that is carried out
     * @param needless the status of one that has nothing to change
     * @param alreadyOff the message id with it
     * @param alreadyOn the message id with it
     * @param full the status when there are too many sessions
     * @param fullMessage the message id with it
     * @param badLogin the status of a login with a wrong password
     * @param accounts the number of account slots
     */
    record Habits(int done, int needless, String alreadyOff, String alreadyOn, int full, String fullMessage,
            int badLogin, int accounts) { }

    private final String vendor;
    private final String product;
    private final String systemId;
    private final String managerId;
    private final List<String> resetTypes;
    private final Habits habits;

    Profile(String vendor, String product, String systemId, String managerId, List<String> resetTypes, Habits habits) {
        this.vendor = vendor;
        this.product = product;
        this.systemId = systemId;
        this.managerId = managerId;
        this.resetTypes = resetTypes;
        this.habits = habits;
    }

    String vendor() {
        return vendor;
    }

    String product() {
        return product;
    }

    String systemId() {
        return systemId;
    }

    String managerId() {
        return managerId;
    }

    List<String> resetTypes() {
        return resetTypes;
    }

    Habits habits() {
        return habits;
    }

    /** What ends each link. */
    String slash() {
        return this == ILO ? "/" : "";
    }

    boolean namesResetsInActionInfo() {
        return this == OPENBMC;
    }

    boolean wantsIfMatch() {
        return this == SUPERMICRO;
    }

    boolean showsTransitions() {
        return this == OPENBMC;
    }
}
