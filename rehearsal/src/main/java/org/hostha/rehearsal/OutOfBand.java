package org.hostha.rehearsal;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What out-of-band management knows of BMCs: who shares one by its address, and who was found at the wrong one. */
final class OutOfBand {

    private final Story story;
    private final Set<Long> wrong = new HashSet<>();

    OutOfBand(Story story) {
        this.story = story;
    }

    /** At the address of a machine's BMC there is that of another. */
    void foundAnother(Machine machine) {
        if (wrong.add(machine.resource.id())) {
            story.tell(machine.resource.name(), "ALERT the BMC at its address speaks for another system");
        }
    }

    /** Why a machine could not be fenced, in words. */
    Optional<String> obstacle(Machine machine) {
        Set<Machine> sharing = machine.addressed().users;
        if (machine.addressed() == machine.bmc) {
            wrong.remove(machine.resource.id());
        }
        if (sharing.size() > 1) {
            return Optional.of("its BMC is configured for several hosts "
                    + sharing.stream().map(one -> one.resource.name()).toList());
        }
        return wrong.contains(machine.resource.id())
                ? Optional.of("the BMC at its address speaks for another system") : Optional.empty();
    }
}
