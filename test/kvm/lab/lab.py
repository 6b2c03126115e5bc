"""The whole of it: machines, what they share, and the server that looks after them."""

import json
import pathlib
import secrets
import shutil
import sys
import time

from lab.machine import ROOT, Machine
from lab.network import Network, run

sys.path[:0] = [str(ROOT / "test/harness"), str(ROOT / "test/integration/marvin/adapter")]

from marvin.connection import Connection  # noqa: E402
from server import Server  # noqa: E402

POOLS = ["nfs-1", "nfs-2"]


class Lab:

    def __init__(self, directory, java, classpath, settings, period, agent_period):
        """
        settings: of the server; period: seconds between two heartbeats of our writer; agent_period: those between two of the
        writer that is like a CloudStack agent's
        """
        self.dir = pathlib.Path(directory)
        self.export = self.dir / "export"
        for pool in POOLS:
            (self.export / pool).mkdir(parents=True)
        self.bmc_password = secrets.token_hex(6)
        self.network = Network()
        self.prepare_key()
        busy = [("i-2-%d-VM", "busy"), ("i-2-%d-VM", "idle")]
        self.machines = {}
        for number in range(1, 6):
            name = "kvm-%02d" % number
            vms = [(vm % (10 * number + index), work) for index, (vm, work) in enumerate(busy)]
            like_cloudstack = {"period": agent_period, "cloudstack": "-1h"} if number == 5 else {"period": period}
            self.machines[name] = Machine(self, name, number, POOLS, vms, **like_cloudstack,
                                          driver="ipmitool" if number % 2 else "ipmi")
        (self.dir / "data/known_hosts").write_text("".join(
            machine.known_hosts_line() for machine in self.machines.values()))
        self.server = Server(java, classpath, self.dir, self.inventory(settings))
        keys = self.server.keys()
        self.api = Connection(self.server.endpoint, keys["apikey"], keys["secretkey"])
        self.ids = {host["name"]: host["id"] for host in self.rows("listHosts", type="Routing")}
        self.vm_ids = {vm["instancename"]: vm["id"] for vm in self.rows("listVirtualMachines", listall="true")}
        for machine in self.machines.values():
            self.protect(machine)

    def prepare_key(self):
        """The server's own key: it would make one itself, but the machines have to know it before."""
        (self.dir / "data").mkdir(mode=0o700)
        key = self.dir / "data/ssh_key"
        run("ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", key)
        self.public_key = key.with_suffix(".pub")

    def inventory(self, settings):
        hosts = [{"name": machine.name, "address": machine.address, "agent": "ssh://root@%s:22" % machine.address}
                 for machine in self.machines.values()]
        vms = [{"name": vm, "host": machine.name, "pool": POOLS[0], "ha": True}
               for machine in self.machines.values() for vm in machine.vms]
        pools = [{"name": pool, "path": "/primary/" + pool, "type": "SharedMountPoint"} for pool in POOLS]
        cluster = {"name": "cluster-1", "hypervisor": "KVM", "pools": pools, "hosts": hosts, "vms": vms}
        # JSON is YAML.
        return json.dumps({"zones": [{"name": "zone-1", "pods": [{"name": "pod-1", "clusters": [cluster]}]}],
                           "settings": settings})

    def protect(self, machine):
        host = self.ids[machine.name]
        self.do("configureOutOfBandManagement", hostid=host, driver=machine.driver, address=machine.bmc_address,
                port="623", username="admin", password=self.bmc_password)
        self.do("enableOutOfBandManagementForHost", hostid=host)
        self.do("configureHAForHost", hostid=host, provider="kvmhaprovider")
        self.do("enableHAForHost", hostid=host)

    # --- the API ---

    def do(self, command, **parameters):
        tree = self.api.call(command, parameters)
        return self.api.poll(command, tree["jobid"]) if "jobid" in tree else tree

    def rows(self, command, **parameters):
        tree = self.api.call(command, dict(parameters, pagesize="500", page="1"))
        return next((value for key, value in tree.items() if key != "count"), [])

    def host(self, machine):
        return self.rows("listHosts", id=self.ids[machine.name])[0]

    def state(self, machine):
        return self.host(machine)["hostha"].get("hastate")

    def states(self):
        return {host["name"]: host["hostha"].get("hastate") for host in self.rows("listHosts", type="Routing")}

    def vms_on(self, machine):
        return [vm["instancename"] for vm in self.rows("listVirtualMachines", hostid=self.ids[machine.name], listall="true")]

    def budgets(self, machine):
        return self.rows("listHATimeBudgets", hostid=self.ids[machine.name])[0]

    def decisions(self, machine):
        return ["%s %s -> %s: %s" % (row["created"][11:19], row.get("fromstate"), row.get("tostate"), row["reason"][:160])
                for row in self.rows("listHostHADecisions", hostid=self.ids[machine.name])]

    # --- waiting and looking ---

    def wait(self, what, condition, seconds):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            value = condition()
            if value:
                return value
            time.sleep(0.2)
        raise AssertionError("%s did not come true within %d s; states: %s" % (what, seconds, self.states()))

    def orders(self):
        """Everything that any BMC was ever told to do."""
        return {machine.name: machine.bmc.orders() for machine in self.machines.values()}

    def story(self):
        """What was decided of late, for whoever has to find out why."""
        lines = []
        for machine in self.machines.values():
            lines += ["%s %s" % (machine.name, line) for line in self.decisions(machine)[-6:]]
        return "\n".join(lines)

    def save_logs(self, directory):
        directory.mkdir(parents=True, exist_ok=True)
        shutil.copy(self.dir / "server.log", directory)
        for machine in self.machines.values():
            (directory / (machine.name + ".log")).write_text(machine.log())

    def close(self):
        """Machines and BMCs end with the namespaces that all this is in."""
        self.server.close()
