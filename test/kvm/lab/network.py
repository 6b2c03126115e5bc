"""One switch for all: the manager on one port, each machine on another, the BMCs on the switch itself."""

import subprocess

MANAGER = "10.77.0.1"
SWITCH = "switch"


def run(*command):
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)


class Network:

    def __init__(self):
        run("ip", "link", "set", "lo", "up")
        self.add_namespace(SWITCH)
        run("ip", "-n", SWITCH, "link", "add", "br0", "type", "bridge")
        run("ip", "-n", SWITCH, "link", "set", "br0", "up")
        run("ip", "link", "add", "manager", "type", "veth", "peer", "name", "p-manager", "netns", SWITCH)
        self.plug("p-manager")
        run("ip", "address", "add", MANAGER + "/24", "dev", "manager")
        run("ip", "link", "set", "manager", "up")

    def add_namespace(self, name):
        run("ip", "netns", "add", name)
        run("ip", "-n", name, "link", "set", "lo", "up")

    def plug(self, port):
        run("ip", "-n", SWITCH, "link", "set", port, "master", "br0", "up")

    def add_machine(self, name, address):
        self.add_namespace(name)
        port = "p-" + name
        run("ip", "link", "add", port, "netns", SWITCH, "type", "veth", "peer", "name", "eth0", "netns", name)
        self.plug(port)
        run("ip", "-n", name, "address", "add", address + "/24", "dev", "eth0")
        run("ip", "-n", name, "link", "set", "eth0", "up")

    def add_bmc(self, address):
        run("ip", "-n", SWITCH, "address", "add", address + "/24", "dev", "br0")

    def cut_manager(self):
        run("ip", "-n", SWITCH, "link", "set", "p-manager", "nomaster")

    def join_manager(self):
        self.plug("p-manager")

    def cut_machine_from_manager(self, name):
        """Nobody else notices; what the manager sends still arrives, and no answer leaves."""
        run("ip", "-n", name, "route", "add", "blackhole", MANAGER)

    def join_machine(self, name):
        run("ip", "-n", name, "route", "delete", "blackhole", MANAGER)
