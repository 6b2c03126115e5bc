package org.hostha.ha.kvm.spi;

import java.util.Objects;

/**
 * A disk of a VM that is placed on a suspect.
 *
 * @param vm name of the VM on the hypervisor
 * @param pool the storage pool that it lies on, by the name that {@link HostDirectory#pools} gives it
 * @param path of its file within the pool, in CloudStack {@code volumes.path}
 */
public record VmDisk(String vm, String pool, String path) {

    public VmDisk {
        Objects.requireNonNull(vm, "vm");
        Objects.requireNonNull(pool, "pool");
        Objects.requireNonNull(path, "path");
    }
}
