"""A KVM host: namespaces, an sshd whose only key runs the probe, a heartbeat writer, VMs, and a BMC that takes its power."""

import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent.parent
ROOT = HERE.parent.parent
HOST_SIDE = ROOT / "plugins/ha/kvm/host"
PARTS = HERE / "machine"

sys.path.insert(0, str(ROOT / "test/harness"))

from bmc import Bmc  # noqa: E402
from lab.network import MANAGER, SWITCH, run  # noqa: E402

SSHD = """ListenAddress {address}:22
HostKey /etc/ssh/machine_key
PermitRootLogin forced-commands-only
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
PidFile none
"""


class Machine:
    """Switched on when it is made. `vms` are pairs of a name and what it does: busy or idle."""

    def __init__(self, lab, name, number, pools, vms, period, cloudstack=None, driver="ipmitool"):
        """
        period: seconds between two heartbeats; cloudstack: instead of our writer one like a CloudStack agent's,
        whose clock is wrong by so much ("-1h")
        """
        self.lab = lab
        self.name = name
        self.address = "10.77.0.%d" % (10 + number)
        self.bmc_address = "10.77.0.%d" % (110 + number)
        self.driver = driver
        self.vms = [vm for vm, _ in vms]
        self.dir = lab.dir / name
        self.pools = pools
        upper = self.dir / "upper"
        for part in ("upper/etc/ssh", "upper/sbin", "upper/usr/bin", "upper/storage", "upper/root", "work", "root"):
            (self.dir / part).mkdir(parents=True)
        for pool in pools:
            (upper / "primary" / pool).mkdir(parents=True)
        shutil.copy(PARTS / "machine-init", upper / "sbin")
        shutil.copy(PARTS / "machine-agent", upper / "sbin")
        shutil.copy(PARTS / "qemu-vm", upper / "usr/bin")
        (upper / "etc/machine.conf").write_text("ADDRESS=%s\nWRITER=%s\nFREQUENCY=%d\nCLOCK=%s\n" % (
            self.address, "cloudstack" if cloudstack else "hostha", period, cloudstack))
        (upper / "etc/ssh/machine.conf").write_text(SSHD.format(address=self.address))
        (upper / "etc/vms").touch()
        # sshd starts the forced command with root's shell: what this system's root has in there is none of the machine's.
        (upper / "root/.bashrc").touch()
        run("ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", upper / "etc/ssh/machine_key")
        self.install(upper, period)
        (self.dir / "power").write_text("0\n")
        (self.dir / "power.sh").write_text('exec sh %s/power.sh "$(dirname "$(readlink -f "$0")")" "$1"\n' % PARTS)
        (self.dir / "sickness").touch()
        (self.dir / "vms").write_text("".join("%s %s %s\n" % (vm, self.disk(vm, "/primary"), work) for vm, work in vms))
        for vm in self.vms:
            pathlib.Path(self.disk(vm, lab.export)).write_bytes(b"\0" * 4096)
        lab.network.add_machine(name, self.address)
        lab.network.add_bmc(self.bmc_address)
        self.bmc = Bmc(self.dir, self.bmc_address, 623, lab.bmc_password, ["ip", "netns", "exec", SWITCH])
        self.power(True)

    def install(self, upper, period):
        options = ["--address", self.address, "--key", self.lab.public_key, "--from", MANAGER, "--period", str(period)]
        for pool in self.pools:
            options += ["--pool", "sharedmountpoint:/primary/%s:%s" % (pool, pool)]
        subprocess.run(["sh", HOST_SIDE / "install.sh", *options], check=True, env=dict(os.environ, DESTDIR=str(upper)))
        os.chmod(upper / "root", 0o700)

    def known_hosts_line(self):
        return "%s %s" % (self.address, (self.dir / "upper/etc/ssh/machine_key.pub").read_text())

    def disk(self, vm, pools):
        return "%s/%s/%s" % (pools, self.pools[0], vm)

    # --- what can happen to it ---

    def power(self, on):
        """At once, past its BMC, as somebody who pulls the plug; the BMC has standby power."""
        run("sh", self.dir / "power.sh", "1" if on else "0")
        if on:
            self.wait_for_boot()

    def wait_for_boot(self):
        deadline = time.monotonic() + 60
        while not (self.dir / "init.pid").exists():
            if time.monotonic() > deadline:
                raise AssertionError("%s does not boot:\n%s" % (self.name, self.log()))
            time.sleep(0.05)

    def boot_id(self):
        return (self.dir / "boot_id").read_text().strip()

    def hang(self):
        """Every process stops where it is; the kernel still takes packets."""
        self.inside("kill -s STOP -- -1")
        os.kill(self.init(), signal.SIGSTOP)

    def agent(self, verb):
        self.inside("/sbin/machine-agent " + verb)

    def sicken(self, trouble):
        """trouble: as storage.py says, of each of its pools; empty for none"""
        new = self.dir / "sickness.new"
        new.write_text("".join("%s %s\n" % (pool, trouble) for pool in self.pools if trouble))
        new.rename(self.dir / "sickness")

    def replace_probe(self, script):
        """What the forced command really runs; None for what was installed."""
        target = "/usr/lib/hostha/probe"
        if script is None:
            self.inside("mv %s.real %s" % (target, target))
        else:
            self.inside("mv %s %s.real; cat >%s; chmod 755 %s" % (target, target, target, target), script)

    # --- how it is found out about ---

    def init(self):
        return int((self.dir / "init.pid").read_text())

    def inside(self, command, text=""):
        return subprocess.run(
            ["nsenter", "--target", str(self.init()), "--pid", "--mount", "--net", "--root", "--wd", "sh", "-c", command],
            input=text, text=True, stdout=subprocess.PIPE).stdout

    def running_vms(self):
        """The VMs of which a process is left, hung ones too."""
        if not (self.dir / "init.pid").exists():
            return []
        listing = self.inside("cat /proc/[0-9]*/cmdline | tr '\\0' ' '")
        return [vm for vm in self.vms if "guest=" + vm + " " in listing]

    def log(self):
        logs = self.dir / "upper/var/log"
        texts = [self.dir / "console.log", logs / "sshd.log", logs / "heartbeat.log"]
        return "".join("--- %s\n%s" % (file, file.read_text()[-2000:]) for file in texts if file.exists())
