#!/usr/bin/python3
"""Starts simulated hosts and a server on an empty schema of a MariaDB, and runs the tests against it.

A second server for the tests of ownership is started and killed by commands in the test data. All tests together must
have called every command of Host HA, out-of-band management and the simulator, and no file of a run may hold a secret.
"""

import argparse
import json
import os
import pathlib
import re
import secrets
import shlex
import subprocess
import sys
import unittest

import pymysql

HERE = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(HERE.parent.parent / "harness"), str(HERE / "harness"), str(HERE / "adapter"), str(HERE / "tests")]

from outer import OuterCloud  # noqa: E402
from server import Server  # noqa: E402
from zone import POOL, Zone  # noqa: E402

KVM_HOSTS = ["kvm-01", "kvm-02", "kvm-03"]
SIMULATED_HOSTS = ["sim-%02d" % number for number in range(1, 17)]

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
    setsid {command} 2>second.out >>second.log </dev/null &
    echo $! >second.pid
    until grep -q "^ready: " second.out; do
      kill -0 "$(cat second.pid)" || {{ tail -n 20 second.out second.log >&2; exit 1; }}
      sleep 0.5
    done
    sed -n 's/^ready: //p' second.out ;;
  kill) kill -9 "$(cat second.pid)"; rm -f second.pid ;;
esac
"""


def configuration(arguments, zone, outer, server, schema):
    keys = server.keys()
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


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--java", default="java", help="Java to run the server with")
    parser.add_argument("--classpath", required=True, help="of the server")
    parser.add_argument("--mariadb", type=int, required=True, metavar="PORT",
                        help="of a MariaDB on loopback whose root needs no password")
    parser.add_argument("--secrets", metavar="FILE", help="where the secrets of this run are noted, for a search")
    parser.add_argument("tests", nargs="*", help="such as test_hostha_simulator; default: all")
    arguments = parser.parse_args()
    schema = "hostha_marvin_%d" % os.getpid()
    execute(arguments, "CREATE DATABASE %s" % schema)
    zone = Zone(KVM_HOSTS, secrets.token_hex(6))
    outer = OuterCloud()
    server = None
    try:
        database = ["--database-user", "root", "--database", "jdbc:mariadb://127.0.0.1:%d/%s" % (arguments.mariadb, schema)]
        server = Server(arguments.java, arguments.classpath, zone.dir, inventory(zone), *database)
        write_manager(arguments, zone, server, database)
        return run(arguments, zone, server, configuration(arguments, zone, outer, server, schema))
    finally:
        if (zone.dir / "second.pid").exists():
            subprocess.run(["sh", str(zone.dir / "manager.sh"), "kill"])
        if server:
            server.close()
        outer.close()
        zone.close()
        execute(arguments, "DROP DATABASE %s" % schema)


def write_manager(arguments, zone, server, database):
    command = [arguments.java, "-Xmx384m", "-cp", arguments.classpath, "org.hostha.server.ServerMain", "--port", "0",
               "--data", str(zone.dir / "data2"), "--key-file", str(server.data / "secret.key"), *database]
    (zone.dir / "manager.sh").write_text(MANAGER.format(dir=zone.dir, command=shlex.join(command)))


def run(arguments, zone, server, config):
    file = zone.dir / "marvin.json"
    file.touch(mode=0o600)
    file.write_text(json.dumps(config))
    os.environ["HOSTHA_MARVIN_CONFIG"] = str(file)
    known = secrets_of(zone, config)
    if arguments.secrets:
        with open(arguments.secrets, "a") as noted:
            noted.write("".join(secret + "\n" for secret in known))
    names = arguments.tests or sorted(path.stem for path in (HERE / "tests").glob("test_*.py"))
    suite = unittest.defaultTestLoader.loadTestsFromNames(names)
    failures = [] if unittest.TextTestRunner(verbosity=2).run(suite).wasSuccessful() else ["a test failed"]
    if failures:
        print(server.complaints(), file=sys.stderr)
    failures += ["a secret is in %s" % name for name in leaking(zone.dir, [*known, "wrong-word"])]
    if not arguments.tests:
        failures += ["no test calls %s" % name for name in never_called()]
    for failure in failures:
        print("FAILED: " + failure, file=sys.stderr)
    return 1 if failures else 0


def never_called():
    """Commands that the tests are about, and left out."""
    from marvin import cloudstackAPI, connection
    subject = re.compile("HA|Fenc|HostToService|OutOfBand|Simulator")
    return sorted(name for name in cloudstackAPI.__all__ if subject.search(name) and name not in connection.called)


def secrets_of(zone, config):
    hostha = config["testdata"]["hostha"]
    return [config["secretkey"], config["password"], zone.password, hostha["nested"]["password"],
            (zone.dir / "data/secret.key").read_text().strip()]


def leaking(directory, known):
    """The files, logs among them, that hold a secret and are not there to keep one."""
    homes = {"admin.apikey", "admin.password", "secret.key", "marvin.json", "lan.conf", "users.mc20"}
    return sorted(str(file.relative_to(directory)) for file in directory.rglob("*")
                  if file.is_file() and file.name not in homes
                  and any(secret in file.read_text(errors="replace") for secret in known))


def execute(arguments, sql):
    with pymysql.connect(host="127.0.0.1", port=arguments.mariadb, user="root") as connection, \
            connection.cursor() as cursor:
        cursor.execute(sql)


if __name__ == "__main__":
    sys.exit(main())
