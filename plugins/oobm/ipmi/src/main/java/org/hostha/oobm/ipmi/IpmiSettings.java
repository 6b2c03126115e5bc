package org.hostha.oobm.ipmi;

import java.util.List;
import org.hostha.core.Setting;
import org.hostha.core.Setting.Scope;

/** The settings of {@link IpmiDriver}. All are read at every use. */
public final class IpmiSettings {

    /** The key itself stands in no setting, because those are shown to whoever may list them. */
    public static final Setting<String> BMC_KEY_FILE = Setting.text("outofbandmanagement.ipmi.bmc.key.file", "",
            Scope.Global, "File whose first line is the BMC key (Kg) that is set on the BMCs, readable by the management"
                    + " server's user alone; empty where none is set");

    private IpmiSettings() {
    }

    public static List<Setting<?>> all() {
        return List.of(BMC_KEY_FILE);
    }
}
