package org.hostha.ha.spi;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.hostha.core.Resource;
import org.hostha.ha.ReleaseRecord;

/** Whoever restarts VMs: told what is proven, it does the rest. */
public interface VmHA {

    /** The VMs that are placed on the resource, first to be restarted first, all {@code PENDING}. Called inside a commit. */
    List<ReleaseRecord.Vm> vmsOn(Resource resource);

    /**
     * Works off the VMs that are still pending: the resource is off, they may start elsewhere. May be called again and
     * again for the same record, also by another manager after a crash, and starts no VM twice.
     *
     * @return the record with what became of each VM so far
     */
    CompletableFuture<ReleaseRecord> release(ReleaseRecord record);

    /** Keeps new VMs away from a fenced resource until an admin takes it back (CloudStack: maintenance). Idempotent. */
    CompletableFuture<Void> enterMaintenance(Resource resource);
}
