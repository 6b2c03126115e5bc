#!/usr/bin/python3
"""Real failures of real processes on real (small) machines, and the standalone server in charge of them."""

import argparse
import ctypes
import os
import pathlib
import signal
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
INSIDE = "HOSTHA_KVM_LAB"
WORK = "/mnt"

# What the kernel ends with the last process in it: nothing is left behind, however this ends.
NAMESPACES = ["unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"]

# At the shipped defaults only the hold-off is left out, which would come before the first scenario.
FULL = {"settings": {}, "period": 10, "agent_period": 60, "patience": 150, "deadline": 420}
SHORT = {
    "settings": {
        "ha.scan.interval": 1,
        "ha.storm.guard.cool.down": 15,
        "ping.interval": 5,
        "kvm.ha.health.check.interval": 2,
        "kvm.ha.health.check.timeout": 5,
        "kvm.ha.activity.check.interval": 1,
        "kvm.ha.activity.check.timeout": 6,
        "kvm.ha.heartbeat.period": 3,
        "kvm.ha.heartbeat.slack": 2,
        "kvm.ha.degraded.max.period": 5,
        "kvm.ha.power.proof.interval": 1,
        "outofbandmanagement.background.task.execution.interval": 5,
    },
    "period": 2, "agent_period": 3, "patience": 20, "deadline": 120,
}


def impossible():
    """Why it can't be run here; empty when it can."""
    if os.geteuid() != 0:
        return "only root can make namespaces and mounts"
    if not os.path.exists("/dev/fuse"):
        return "this kernel has no FUSE: there is no /dev/fuse"
    tried = subprocess.run([*NAMESPACES, "sh", "-c", """
            set -e
            mount -t tmpfs none %s && cd %s && mkdir upper work root && mount -t overlay overlay \
                -o lowerdir=/,upperdir=%s/upper,workdir=%s/work root
            ip link add one type veth peer name two
            ip link add br0 type bridge""" % ((WORK,) * 4)], capture_output=True, text=True)
    return tried.stderr.strip() if tried.returncode else ""


def outside():
    why = impossible()
    if why:
        print("SKIPPED: machines of namespaces can't be made here: %s" % why)
        return 0
    command = [*NAMESPACES, "sh", "-c", 'mount -t tmpfs none /run && mount -t tmpfs none %s && "$@"; exit $?' % WORK, "sh",
               sys.executable, "-B", *sys.argv]
    return subprocess.run(command, env=dict(os.environ, **{INSIDE: "yes"}), preexec_fn=die_with_parent).returncode


def die_with_parent():
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)


def inside(arguments):
    from lab.lab import Lab
    import scenarios
    timing = FULL if arguments.full else SHORT
    began = time.monotonic()
    lab = Lab(WORK, arguments.java, arguments.classpath, timing["settings"], timing["period"], timing["agent_period"])
    try:
        return scenarios.Run(lab, timing, arguments.only).all(began)
    finally:
        lab.save_logs(pathlib.Path(arguments.logs))
        lab.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--java", default="java", help="Java to run the server with")
    parser.add_argument("--classpath", required=True, help="of the server")
    parser.add_argument("--full", action="store_true", help="at the shipped defaults instead of short intervals")
    parser.add_argument("--logs", default="var/test-kvm", help="where logs are copied to at the end")
    parser.add_argument("only", nargs="*", metavar="SCENARIO", help="such as hang; default: all")
    arguments = parser.parse_args()
    return inside(arguments) if INSIDE in os.environ else outside()


if __name__ == "__main__":
    sys.exit(main())
