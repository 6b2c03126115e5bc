package org.hostha.ha;

import java.util.List;
import org.hostha.core.Resource;

/**
 * The VMs of a resource that was seen off, written down in the commit that saw it: what is to be released, and what became of
 * each.
 *
 * @param resource the resource that was seen off
 * @param id unique for the resource: the case version that opened the record
 * @param vms in the order in which they are released
 */
public record ReleaseRecord(Resource resource, long id, List<Vm> vms) {

    /** What became of a VM. */
    public enum Outcome {
        /** Not settled yet. */
        PENDING,
        /** Its restart is queued, or done, elsewhere. */
        QUEUED,
        /** Stopped, and not to be restarted. */
        STOPPED,
        /** Found running, or starting, on another resource already. */
        ELSEWHERE,
        /** Gone, or given up: the note says why. */
        ABANDONED
    }

    /**
     * @param uuid the VM's id as API clients see it
     * @param name what an admin calls it
     * @param note why it won't restart, or what it waits for; empty when there is nothing to say
     */
    public record Vm(String uuid, String name, Outcome outcome, String note) { }

    public ReleaseRecord {
        vms = List.copyOf(vms);
    }

    /** True when every VM is settled. */
    public boolean drained() {
        return vms.stream().noneMatch(vm -> vm.outcome() == Outcome.PENDING);
    }

    /** The report in one line: how many of each, and the notes of those that won't restart. */
    public String report() {
        if (vms.isEmpty()) {
            return "no VM to release";
        }
        StringBuilder text = new StringBuilder();
        for (Outcome outcome : Outcome.values()) {
            long count = vms.stream().filter(vm -> vm.outcome() == outcome).count();
            if (count > 0) {
                text.append(text.isEmpty() ? "" : ", ").append(count).append(' ').append(outcome.name().toLowerCase(
                        java.util.Locale.ROOT));
            }
        }
        vms.stream().filter(vm -> !vm.note().isEmpty())
                .forEach(vm -> text.append("; ").append(vm.name()).append(": ").append(vm.note()));
        return text.toString();
    }
}
