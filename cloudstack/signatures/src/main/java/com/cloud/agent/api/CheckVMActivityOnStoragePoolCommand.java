package com.cloud.agent.api;

import com.cloud.host.Host;
import com.cloud.storage.StoragePool;
import java.util.List;
import org.joda.time.DateTime;

/** Declaration only; see the README of this module. */
public final class CheckVMActivityOnStoragePoolCommand extends Command {
    public CheckVMActivityOnStoragePoolCommand(Host host, StoragePool storagePool, List<?> list, DateTime
            dateTime) { }
}
