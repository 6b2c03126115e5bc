#!/usr/bin/python3
"""Starts simulated hosts and a server on an empty schema of a MariaDB, and runs the tests against it.

A second server for the tests of ownership is started and killed by commands in the test data. All tests together must
have called every command of Host HA, out-of-band management and the simulator, and no secret may be in a server's log.
"""

import argparse
import json
import os
import pathlib
import re
import secrets
import select
import shlex
import subprocess
import sys
import time
import unittest

import pymysql

HERE = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(HERE / "harness"), str(HERE / "adapter"), str(HERE / "tests")]

from outer import OuterCloud  # noqa: E402
from zone import POOL, Zone  # noqa: E402

KVM_HOSTS = ["kvm-01", "kvm-02", "kvm-03"]
SIMULATED_HOSTS = ["sim-%02d" % number for number in range(1, 17)]
START_TIMEOUT = 180

SETTINGS = {
    "ha.startup.hold.off": 0,
    "ha.scan.interval": 1,
    "ha.storm.guard.share": 1.0,
    "ping.interval": 1,
    "kvm.ha.health.check.interval": 1,
    "kvm.ha.health.check.timeout": 2,
    "kvm.ha.activity.check.interval": 1,
    "kvm.ha.activity.check.timeout": 2,
    "kvm.ha.heartbeat.period": 1,
    "kvm.ha.heartbeat.slack": 2,
    "kvm.ha.degraded.max.period": 5,
    "kvm.ha.recover.wait.period": 30,
    "kvm.ha.power.proof.interval": 1,
    "outofbandmanagement.background.task.execution.interval": 2,
}


def inventory(zone):
    kvm = [{"name": name, "address": "127.0.0.1", "agent": zone.hosts[name].url} for name in KVM_HOSTS]
    simulated = [{"name": name, "address": "127.0.0.1"} for name in SIMULATED_HOSTS]
    vms = [{"name": "i-2-%d-VM" % (10 + number), "host": name, "pool": POOL, "ha": True}
           for number, name in enumerate(KVM_HOSTS)]
    for vm in vms:
        zone.hosts[vm["host"]].vms.add(vm["name"])
    pools = [{"name": POOL, "path": "/export/" + POOL, "type": "NetworkFilesystem"}]
    clusters = [{"name": "kvm", "hypervisor": "KVM", "pools": pools, "hosts": kvm, "vms": vms},
                {"name": "simulator", "hypervisor": "Simulator", "hosts": simulated}]
    # JSON is YAML.
    return json.dumps({"zones": [{"name": "zone-1", "pods": [{"name": "pod-1", "clusters": clusters}]}],
                       "settings": SETTINGS})


# Keeps a second manager: start, which waits until it is ready and tells its endpoint, or kill.
MANAGER = """cd {dir} || exit 1
case $1 in
  start)
    rm -f second.out
    setsid {command} >second.out 2>>second.log </dev/null &
    echo $! >second.pid
    until grep -q "^ready: " second.out; do kill -0 "$(cat second.pid)" || exit 1; sleep 0.5; done
    sed -n 's/^ready: //p' second.out ;;
  kill) kill -9 "$(cat second.pid)"; rm -f second.pid ;;
esac
"""


def command(arguments, schema, data, *more):
    return [arguments.java, "-Xmx384m", "-cp", arguments.classpath, "org.hostha.server.ServerMain", "--port", "0",
            "--data", str(data), "--database-user", "root",
            "--database", "jdbc:mariadb://127.0.0.1:%d/%s" % (arguments.mariadb, schema), *map(str, more)]


class Server:
    """The standalone server, in a process of its own."""

    def __init__(self, arguments, zone, schema):
        data = zone.dir / "data"
        (zone.dir / "inventory.yaml").write_text(inventory(zone))
        self.log = open(zone.dir / "server.log", "w+")
        self.keys = data / "admin.apikey"
        self.password = data / "admin.password"
        self.process = subprocess.Popen(
            command(arguments, schema, data, "--inventory", zone.dir / "inventory.yaml",
                    "--admin-password-file", self.password),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.log, text=True)
        self.endpoint = self.wait()
        second = command(arguments, schema, zone.dir / "data2", "--key-file", data / "secret.key")
        (zone.dir / "manager.sh").write_text(MANAGER.format(dir=zone.dir, command=shlex.join(second)))

    def wait(self):
        deadline = time.monotonic() + START_TIMEOUT
        while time.monotonic() < deadline:
            if select.select([self.process.stdout], [], [], 0.5)[0]:
                line = self.process.stdout.readline()
                if line.startswith("ready: "):
                    return line[len("ready: "):].strip()
                if not line:
                    break
        self.log.seek(0)
        sys.exit("the server did not start:\n" + self.log.read()[-3000:])

    def complaints(self):
        """What was logged as a warning or worse."""
        self.log.seek(0)
        return "".join(line for line in self.log if " INFO " not in line)[-5000:]

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()


def configuration(arguments, zone, outer, server, schema):
    keys = dict(line.split("=", 1) for line in server.keys.read_text().split())
    bmcs = {name: {"address": "127.0.0.1", "port": str(host.port), "username": "admin", "password": host.password}
            for name, host in zone.hosts.items()}
    return {
        "endpoint": server.endpoint, "apikey": keys["apikey"], "secretkey": keys["secretkey"],
        "password": server.password.read_text().strip(), "hypervisor": "KVM",
        "database": {"host": "127.0.0.1", "port": arguments.mariadb, "user": "root", "database": schema},
        "testdata": {"hostha": {
            "bmcs": bmcs,
            "nested": {"address": outer.url, "port": outer.vm, "username": outer.key, "password": outer.secret},
            "hang": "touch %s/{name}/hung" % zone.dir,
            "kill": "sh %s/{name}/power.sh 0" % zone.dir,
            "revive": "rm -f %s/{name}/hung; sh %s/{name}/power.sh 1" % (zone.dir, zone.dir),
            "power": "cat %s/{name}/power" % zone.dir,
            "start_manager": "sh %s/manager.sh start" % zone.dir,
            "kill_manager": "sh %s/manager.sh kill" % zone.dir,
        }},
    }


def never_called():
    """Commands that the tests are about, and left out."""
    from marvin import cloudstackAPI, connection
    subject = re.compile("HA|Fenc|HostToService|OutOfBand|Simulator")
    return sorted(name for name in cloudstackAPI.__all__ if subject.search(name) and name not in connection.called)


def leaks(zone, config):
    """Logs that hold a secret."""
    hostha = config["testdata"]["hostha"]
    secrets_used = [config["password"], config["secretkey"], hostha["nested"]["password"], "wrong-word", "changed-42",
                    *(bmc["password"] for bmc in hostha["bmcs"].values())]
    return [path.name for path in zone.dir.glob("*.log")
            if any(secret in path.read_text(errors="replace") for secret in secrets_used)]


def run(arguments, zone, server, config):
    names = arguments.tests or sorted(path.stem for path in (HERE / "tests").glob("test_*.py"))
    suite = unittest.defaultTestLoader.loadTestsFromNames(names)
    failures = [] if unittest.TextTestRunner(verbosity=2).run(suite).wasSuccessful() else ["a test failed"]
    if failures:
        print(server.complaints(), file=sys.stderr)
    failures += ["a secret is in %s" % name for name in leaks(zone, config)]
    if not arguments.tests:
        failures += ["no test calls %s" % name for name in never_called()]
    for failure in failures:
        print("FAILED: " + failure, file=sys.stderr)
    return 1 if failures else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--java", default="java", help="Java to run the server with")
    parser.add_argument("--classpath", required=True, help="of the server")
    parser.add_argument("--mariadb", type=int, required=True, metavar="PORT",
                        help="of a MariaDB on loopback whose root needs no password")
    parser.add_argument("tests", nargs="*", help="such as test_hostha_simulator; default: all")
    arguments = parser.parse_args()
    schema = "hostha_marvin_%d" % os.getpid()
    execute(arguments, "CREATE DATABASE %s" % schema)
    zone = Zone(KVM_HOSTS, secrets.token_hex(6))
    outer = OuterCloud()
    server = None
    try:
        server = Server(arguments, zone, schema)
        config = configuration(arguments, zone, outer, server, schema)
        file = zone.dir / "marvin.json"
        file.touch(mode=0o600)
        file.write_text(json.dumps(config))
        os.environ["HOSTHA_MARVIN_CONFIG"] = str(file)
        return run(arguments, zone, server, config)
    finally:
        if (zone.dir / "second.pid").exists():
            subprocess.run(["sh", str(zone.dir / "manager.sh"), "kill"])
        if server:
            server.close()
        outer.close()
        zone.close()
        execute(arguments, "DROP DATABASE %s" % schema)


def execute(arguments, sql):
    with pymysql.connect(host="127.0.0.1", port=arguments.mariadb, user="root") as connection, \
            connection.cursor() as cursor:
        cursor.execute(sql)


if __name__ == "__main__":
    sys.exit(main())
