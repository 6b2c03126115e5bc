package org.hostha.cloudstack.plugin.release;

import java.util.Set;
import org.hostha.ha.ReleaseRecord.Outcome;
import org.hostha.ha.ReleaseRecord.Vm;

/**
 * Where a VM of a released host stands, by CloudStack's tables.
 *
 * @param state {@code vm_instance.state}
 * @param host the host that it is on, 0 for none
 * @param haEnabled whether VM HA starts it again
 * @param work how many pieces of work VM HA still has for it
 * @param lastStep how far the last piece of work came, empty when there never was one
 * @param localRoot its root disk lies on a host's own disks
 */
record VmStanding(String state, long host, boolean haEnabled, int work, String lastStep, boolean localRoot) {

    private static final Set<String> NOT_RUNNING = Set.of("Stopped", "Destroyed", "Expunging", "Error");

    /**
     * What became of it. It stays pending while it is on the host: VM HA drops work for a host that it hears is Up, and until
     * it has stopped the VM, what it has queued can still be dropped.
     *
     * @param released the host that it was on
     * @param scheduled how often its restart was asked for by now
     * @param vmHA whether VM HA is on in the zone
     */
    Vm judge(Vm vm, long released, int scheduled, boolean vmHA) {
        if (NOT_RUNNING.contains(state) || host == 0) {
            return notRunning(vm);
        }
        if (host != released) {
            return settled(vm, Outcome.ELSEWHERE, "");
        }
        if (!vmHA) {
            return settled(vm, Outcome.ABANDONED, "vm.ha.enabled is false for its zone");
        }
        if (localRoot) {
            return settled(vm, Outcome.ABANDONED, "its root disk is on the host's local storage");
        }
        if (work > 0) {
            return settled(vm, Outcome.PENDING, "VM HA has not taken it off the host yet (" + lastStep + ")");
        }
        return scheduled >= VmRelease.ATTEMPTS
                ? settled(vm, Outcome.ABANDONED, "VM HA was asked " + scheduled + " times and did not take it off the host"
                        + (lastStep.isEmpty() ? "" : " (" + lastStep + ")"))
                : settled(vm, Outcome.PENDING, "its restart is asked for");
    }

    private Vm notRunning(Vm vm) {
        if (work > 0 || state.equals("Starting")) {
            return settled(vm, Outcome.QUEUED, "");
        }
        if (!haEnabled) {
            return settled(vm, Outcome.STOPPED, "HA is not enabled for it");
        }
        return settled(vm, Outcome.STOPPED, lastStep.equals("Error") ? "VM HA could not restart it" : "it was stopped already");
    }

    /** VM HA has nothing to do for it, and should have. */
    boolean needsWork(long released) {
        return host == released && !NOT_RUNNING.contains(state) && work == 0 && !localRoot;
    }

    /**
     * What became of one that VM HA has no work for, on a host that may have come back: it is not asked for anew.
     *
     * @param back whether the host is up, and its agent tells CloudStack which VMs run there
     */
    Vm leftToHost(Vm vm, boolean back) {
        if (!back) {
            return settled(vm, Outcome.PENDING, "waits until its host is up, or is seen off again");
        }
        return lastStep.equals("Done") ? settled(vm, Outcome.QUEUED, "")
                : settled(vm, Outcome.ABANDONED, "its host was back before VM HA took it off the host");
    }

    static Vm settled(Vm vm, Outcome outcome, String note) {
        return new Vm(vm.uuid(), vm.name(), outcome, note);
    }
}
