package com.cloud.ha;

import com.cloud.host.HostVO;
import com.cloud.utils.component.Manager;

/** Declaration only; see the README of this module. */
public interface HighAvailabilityManager extends Manager {
    void scheduleRestartForVmsOnHost(HostVO hostVO, boolean flag, HighAvailabilityManager.ReasonType reasonType);

    public enum ReasonType {
        HostDown;
    }
}
