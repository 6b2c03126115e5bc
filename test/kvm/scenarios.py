"""What goes wrong, one after the other, and what must follow. Each leaves all hosts Available."""

import contextlib
import time
import traceback

# Untouched hosts stay in these, or come back to them.
HARMLESS = {"Available", "Suspect", "Checking", "Degraded"}


class Run:

    def __init__(self, lab, timing, only):
        self.lab = lab
        self.timing = timing
        self.patience = timing["patience"]
        self.deadline = timing["deadline"]
        self.only = only
        self.one, self.two, self.three, self.four, self.five = lab.machines.values()
        self.table = []

    # --- the scenarios, in the order in which they run: those that nobody may be fenced in come first ---

    SCENARIOS = [
        "agent_death_with_busy_disks", "host_cut_off_from_the_manager", "storage_outage_for_all",
        "manager_cut_off_from_everything", "storage_outage_for_one", "slow_storage", "agent_death_with_a_wrong_clock",
        "neighbour_that_lies", "power_loss", "hang", "hang_seen_by_a_neighbour_without_storage",
        "hang_seen_by_a_neighbour_that_hangs", "hang_with_cloudstack_heartbeats",
    ]

    def agent_death_with_busy_disks(self):
        """sshd and the heartbeat die, the VMs go on writing: Degraded, and never touched"""
        self.stop_agent(self.one)
        return self.left_alone_and_degraded(self.one)

    def host_cut_off_from_the_manager(self):
        """the manager alone can't reach it; its heartbeats go on"""
        self.lab.network.cut_machine_from_manager(self.two.name)
        self.undo.callback(self.lab.network.join_machine, self.two.name)
        return self.left_alone_and_degraded(self.two)

    def manager_cut_off_from_everything(self):
        """no host and no BMC answers: the fault is ours"""
        self.lab.network.cut_manager()
        self.undo.callback(self.lab.network.join_manager)
        self.nothing_is_done()
        return "nothing fenced"

    def storage_outage_for_all(self):
        """no pool takes a write any more, and three agents hang with it"""
        for machine in self.lab.machines.values():
            self.sicken(machine, "fail-writes")
        for machine in (self.one, self.two, self.three):
            self.stop_agent(machine)
        self.lab.wait("a closed storm guard", lambda: any(guard["closed"] for guard in self.lab.rows("listHAStormGuards")),
                      self.deadline)
        self.nothing_is_done()
        return "storm guard closed, nothing fenced"

    def storage_outage_for_one(self):
        """every pool of one host hangs, its agent answers; and it does not fence itself"""
        boot = self.two.boot_id()
        self.sicken(self.two, "hang")
        self.nothing_is_done()
        self.lab.wait("Available", lambda: self.lab.state(self.two) == "Available", self.deadline)
        assert self.two.boot_id() == boot
        return "Available, did not fence itself"

    def slow_storage(self):
        """every operation of every host takes longer, and an agent dies"""
        for machine in self.lab.machines.values():
            self.sicken(machine, "slow 0.3")
        self.stop_agent(self.three, "-sshd")
        self.nothing_is_done()
        return "nothing fenced"

    def agent_death_with_a_wrong_clock(self):
        """heartbeats as of CloudStack's agents, an hour old when they are written"""
        self.stop_agent(self.five, "-sshd")
        return self.left_alone_and_degraded(self.five)

    def neighbour_that_lies(self):
        """a neighbour always tells the same of a host whose agent is dead: the others see it move"""
        self.replace_probe(self.two, LIAR.replace("SAYS", "heartbeat\\tthe same as ever"))
        self.stop_agent(self.three, "-sshd")
        self.nothing_is_done()
        self.lab.wait("a liar that is a witness", lambda: self.lab.state(self.two) == "Available", self.deadline)
        return "nothing fenced"

    def power_loss(self):
        """the plug is pulled, the BMC has standby power"""
        return self.released(self.one, lambda: self.one.power(False), "powerlossbudgetseconds")

    def hang(self):
        """every process stops"""
        return self.released(self.two, self.two.hang)

    def hang_seen_by_a_neighbour_without_storage(self):
        """another host's storage hangs at the same time: it sees nothing, and holds up nobody"""
        self.sicken(self.one, "hang")
        return self.released(self.three, self.three.hang)

    def hang_seen_by_a_neighbour_that_hangs(self):
        """one neighbour never answers what it is asked of others, and one answers nonsense"""
        self.replace_probe(self.one, SLEEPER)
        self.replace_probe(self.two, LIAR.replace("SAYS", "all is well"))
        return self.released(self.four, self.four.hang)

    def hang_with_cloudstack_heartbeats(self):
        """only CloudStack's agent writes heartbeats, by a clock that is an hour behind"""
        return self.released(self.five, self.five.hang)

    # --- what goes wrong, and is mended at the end ---

    def stop_agent(self, machine, which=""):
        machine.agent("stop" + which)
        self.undo.callback(machine.agent, "start" + which)

    def sicken(self, machine, trouble):
        machine.sicken(trouble)
        self.undo.callback(machine.sicken, "")

    def replace_probe(self, machine, script):
        machine.replace_probe(script)
        self.undo.callback(machine.replace_probe, None)

    # --- what they have in common ---

    def left_alone_and_degraded(self, machine):
        self.nothing_is_done()
        self.lab.wait("Degraded", lambda: self.lab.state(machine) == "Degraded", self.deadline)
        return "Degraded, VMs untouched"

    def nothing_is_done(self):
        """For as long as it takes to fence a dead host: no BMC gets an order, no VM leaves its host."""
        orders, vms = self.lab.orders(), self.placement()
        until = time.monotonic() + self.patience
        while time.monotonic() < until:
            assert self.lab.orders() == orders, "an order to a BMC: %s" % self.lab.orders()
            states = self.lab.states()
            assert set(states.values()) <= HARMLESS, states
            time.sleep(0.5)
        assert self.placement() == vms, self.placement()

    def placement(self):
        return {machine.name: sorted(self.lab.vms_on(machine)) for machine in self.lab.machines.values()}

    def released(self, machine, failure, budget="releasebudgetseconds"):
        """Breaks a host, and waits until all its VMs are released: by then no process of them may be left."""
        vms = self.lab.vms_on(machine)
        assert len(vms) == len(machine.vms), vms
        bound = self.lab.budgets(machine)[budget]
        failure()
        began = time.monotonic()
        self.lab.wait("the release of %s" % vms, lambda: not self.lab.vms_on(machine), self.deadline)
        seconds = time.monotonic() - began
        assert not machine.running_vms(), "VMs were released while they ran: %s" % machine.running_vms()
        assert seconds <= bound, "released after %.1f s, which is over the budget of %d s" % (seconds, bound)
        assert any(order.startswith("power 0") for order in machine.bmc.orders()), machine.bmc.orders()
        return seconds, bound

    def heal(self):
        """Every host is back, as an admin would bring it back, and looked after; no guard holds what comes next."""
        for machine in self.lab.machines.values():
            if self.lab.host(machine)["resourcestate"] == "Maintenance":
                machine.power(True)
                self.lab.wait("%s can be returned" % machine.name, lambda: self.returned(machine), self.deadline)
        self.lab.wait("every host Available", lambda: set(self.lab.states().values()) == {"Available"}, self.deadline)
        self.lab.do("resetHAStormGuard", zoneid=self.lab.rows("listZones")[0]["id"])

    def returned(self, machine):
        from marvin.cloudstackException import CloudstackAPIException
        try:
            return self.lab.do("returnHostToService", hostid=self.lab.ids[machine.name])
        except CloudstackAPIException:
            return None

    def all(self, began):
        self.lab.wait("every host Available", lambda: set(self.lab.states().values()) == {"Available"}, 120)
        print("five hosts, their server and their BMCs are up after %.0f s" % (time.monotonic() - began), flush=True)
        failed = 0
        for name in self.only or self.SCENARIOS:
            failed += not self.one_scenario(name)
        print("\n" + "\n".join(self.table))
        return 1 if failed else 0

    def one_scenario(self, name):
        scenario, began = getattr(self, name), time.monotonic()
        try:
            with contextlib.ExitStack() as self.undo:
                result = scenario()
            self.heal()
        except Exception:
            traceback.print_exc()
            print(self.lab.story(), flush=True)
            result = "FAILED"
        words = name.replace("_", " ")
        told = result if isinstance(result, str) else "released after %5.1f s, budget %4d s" % result
        self.table.append("%-44s %s" % (words, told))
        print("%-44s %-42s (%.0f s)" % (words, told, time.monotonic() - began), flush=True)
        return result != "FAILED"


# Reports of the host are true; what it is asked of others, it makes up.
LIAR = r"""#!/bin/sh
read -r question
case $question in
    report*) echo "$question" | /usr/lib/hostha/probe.real; exit ;;
esac
printf 'probe\t1\npool\tnfs-1\nSAYS\npool\tnfs-2\nSAYS\nend\n'
"""

SLEEPER = r"""#!/bin/sh
read -r question
case $question in
    report*) echo "$question" | /usr/lib/hostha/probe.real; exit ;;
esac
sleep 3600
"""
