package org.hostha.demo.zone.agent;

import java.nio.file.Path;

/** Where a VM's disk is. */
public final class Disk {

    private Disk() {
    }

    /** The one disk of a VM, a file on a pool. */
    public static Path file(Path pool, String vm) {
        return pool.resolve(vm + ".disk");
    }
}
