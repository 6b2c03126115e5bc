#!/usr/bin/python3
"""The programs on a KVM host, each as a process: heartbeat, probe, self-fencing, installation."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import time
import unittest

HOST_SIDE = pathlib.Path(__file__).resolve().parent.parent.parent / "plugins/ha/kvm/host"
DEADLINE = 60

# A pool type whose storage is as sick as a file beside it says.
SICK = """. "$lib/pool-types/file.sh"
pool_ready() {
    while [ -e "$1/hangs" ]; do sleep 0.1; done
    [ ! -e "$1/broken" ] || { echo "input/output error" && return 1; }
}
"""


class HostSide(unittest.TestCase):

    def setUp(self):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="hostha-host-"))
        self.addCleanup(shutil.rmtree, self.dir, ignore_errors=True)
        self.lib, self.conf, self.run_dir = self.dir / "lib", self.dir / "etc", self.dir / "run"
        shutil.copytree(HOST_SIDE, self.lib)
        (self.lib / "pool-types/sick").write_text(SICK)
        self.conf.mkdir()
        self.fenced = self.dir / "fenced"
        self.settings(period=1, self_fence_after=4)
        self.pools(("one", "no"), ("two", "no"))

    def settings(self, **settings):
        lines = {"address": "10.0.0.1", "self_fence_command": self.dir / "self_fence", **settings}
        (self.dir / "self_fence").write_text('#!/bin/sh\necho "$1" >>%s\n' % self.fenced)
        (self.dir / "self_fence").chmod(0o755)
        (self.conf / "hostha.conf").write_text("".join("%s=%s\n" % line for line in lines.items()))

    def pools(self, *pools):
        for name, _ in pools:
            (self.dir / name).mkdir(exist_ok=True)
        (self.conf / "pools").write_text("# a comment\n\n" + "".join(
            "sick %s %s/%s pool %s\n" % (self_fence, self.dir, name, name) for name, self_fence in pools))

    def environment(self):
        return dict(os.environ, HOSTHA_LIB=str(self.lib), HOSTHA_CONF=str(self.conf), HOSTHA_RUN=str(self.run_dir))

    def start_heartbeat(self):
        process = subprocess.Popen(["dash", self.lib / "heartbeat"], env=self.environment(), stderr=subprocess.PIPE, text=True,
                                   start_new_session=True)
        self.addCleanup(self.stop, process)
        return process

    def stop(self, process):
        try:
            os.killpg(process.pid, 9)
        except ProcessLookupError:
            pass
        process.wait()
        process.stderr.close()

    def ask(self, question):
        return subprocess.run(["dash", self.lib / "probe"], input=question, env=self.environment(), text=True,
                              capture_output=True, timeout=DEADLINE)

    def observe(self, address="10.0.0.1", seconds=2, disks=()):
        question = "observe\t%s\t%d\n" % (address, seconds)
        question += "".join("disk\tpool %s\t%s\n" % disk for disk in disks) + "end\n"
        answer = self.ask(question)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        lines = [line.split("\t") for line in answer.stdout.splitlines()]
        self.assertEqual((lines[0], lines[-1]), (["probe", "1"], ["end"]))
        pools = {}
        for line in lines[1:-1]:
            if line[0] == "pool":
                pools[line[1]] = seen = {}
            else:
                seen[" ".join(line[:-1])] = line[-1]
        return pools

    def heartbeat(self, pool):
        file = self.dir / pool / "KVMHA/hostha-10.0.0.1"
        return file.read_text() if file.exists() else ""

    def wait(self, what, condition):
        deadline = time.monotonic() + DEADLINE
        while not condition():
            self.assertLess(time.monotonic(), deadline, what + " did not come true")
            time.sleep(0.1)


class HeartbeatTest(HostSide):

    def test_each_pool_gets_a_line_of_constant_length_whose_sequence_grows(self):
        self.start_heartbeat()
        self.wait("a heartbeat on both", lambda: self.heartbeat("one") and self.heartbeat("two"))
        first = self.heartbeat("one")
        self.wait("another one", lambda: self.heartbeat("one") != first)
        second = self.heartbeat("one")
        sequence, boot, interval = second.split()
        self.assertEqual(len(first), len(second))
        self.assertGreater(int(sequence), int(first.split()[0]))
        self.assertEqual(boot, pathlib.Path("/proc/sys/kernel/random/boot_id").read_text().strip())
        self.assertGreaterEqual(int(interval), 1)

    def test_a_pool_that_hangs_delays_no_other(self):
        (self.dir / "one/hangs").touch()
        self.start_heartbeat()
        self.wait("a heartbeat on the other", lambda: self.heartbeat("two"))
        first = self.heartbeat("two")
        self.wait("another one", lambda: self.heartbeat("two") != first)
        self.assertEqual(self.heartbeat("one"), "")
        (self.dir / "one/hangs").unlink()
        self.wait("a heartbeat on the one", lambda: self.heartbeat("one"))

    def test_a_wrong_configuration_is_named(self):
        for pools, complaint in (("nosuch no /a b\n", "there is no pool type 'nosuch'"), ("sick maybe /a b\n", "write yes or no"),
                                 ("sick no a b\n", "not an absolute path"), ("sick no /a\n", "has no name"), ("", "no pool")):
            (self.conf / "pools").write_text(pools)
            process = subprocess.run(["dash", self.lib / "heartbeat"], env=self.environment(), capture_output=True, text=True,
                                     timeout=DEADLINE)
            self.assertEqual(process.returncode, 2)
            self.assertIn(complaint, process.stderr)


class SelfFencingTest(HostSide):

    def beat_then_break(self, *pools):
        process = self.start_heartbeat()
        self.wait("heartbeats", lambda: all((self.run_dir / ("pool-%d" % number)).exists() for number in (1, 2)))
        for pool in pools:
            (self.dir / pool / "broken").touch()
        return process

    def test_it_is_off_unless_a_pool_asks_for_it(self):
        self.beat_then_break("one", "two")
        time.sleep(7)
        self.assertFalse(self.fenced.exists())

    def test_a_host_that_no_pool_takes_a_heartbeat_of_resets_itself_when_one_asks_for_it(self):
        self.pools(("one", "no"), ("two", "yes"))
        self.beat_then_break("one", "two")
        self.wait("the reset", self.fenced.exists)
        self.assertGreaterEqual(int(self.fenced.read_text().split()[0]), 4)

    def test_a_pool_that_asks_for_it_is_no_reason_while_another_is_well(self):
        self.pools(("one", "no"), ("two", "yes"))
        self.beat_then_break("two")
        time.sleep(7)
        self.assertFalse(self.fenced.exists())

    def test_a_hanging_pool_is_no_reason_while_another_is_well_and_is_one_when_none_is(self):
        self.pools(("one", "no"), ("two", "yes"))
        self.beat_then_break()
        (self.dir / "two/hangs").touch()
        time.sleep(7)
        self.assertFalse(self.fenced.exists())
        (self.dir / "one/hangs").touch()
        self.wait("the reset", self.fenced.exists)

    def test_a_host_that_never_wrote_a_heartbeat_is_left_alone(self):
        self.pools(("one", "yes"), ("two", "yes"))
        for pool in ("one", "two"):
            (self.dir / pool / "broken").touch()
        self.start_heartbeat()
        time.sleep(7)
        self.assertFalse(self.fenced.exists())


class ProbeTest(HostSide):

    def setUp(self):
        super().setUp()
        (self.dir / "one/KVMHA").mkdir()
        (self.dir / "two/KVMHA").mkdir()

    def test_heartbeats_of_cloudstacks_agents_are_read_beside_ours(self):
        (self.dir / "one/KVMHA/hb-10.0.0.1").write_text("1795863270\n")
        (self.dir / "two/KVMHA/hb-10.0.0.1").write_text("1795863271\n")
        (self.dir / "two/KVMHA/hostha-10.0.0.1").write_text("000000000007 b-1 000010\n")
        self.settings(address="10.0.0.2")
        self.assertEqual(self.observe(), {"pool one": {"heartbeat": "hb=1795863270"},
                                          "pool two": {"heartbeat": "hostha=000000000007 b-1 000010 hb=1795863271"}})

    def test_a_host_without_heartbeats_shows_nothing(self):
        self.assertEqual(self.observe("10.0.0.9"), {"pool one": {}, "pool two": {}})

    def test_a_disk_shows_something_else_after_each_write(self):
        disk = self.dir / "one/disk 1"
        disk.write_text("a")
        before = self.observe(disks=[("one", "disk 1"), ("one", "missing")])["pool one"]
        self.assertEqual(list(before), ["disk disk 1"])
        self.assertEqual(self.observe(disks=[("one", "disk 1")])["pool one"], before)
        disk.write_text("b")
        self.assertNotEqual(self.observe(disks=[("one", "disk 1")])["pool one"], before)

    def test_storage_that_fails_or_hangs_is_an_error_and_holds_up_no_other_pool(self):
        (self.dir / "one/broken").touch()
        (self.dir / "two/hangs").touch()
        began = time.monotonic()
        pools = self.observe(seconds=3)
        self.assertEqual(pools, {"pool one": {"error": "input/output error"},
                                 "pool two": {"error": "the storage did not answer within 2 s"}})
        self.assertGreaterEqual(time.monotonic() - began, 2)
        (self.dir / "two/hangs").unlink()

    def test_looks_that_never_came_back_are_bounded(self):
        (self.dir / "two/hangs").touch()
        for _ in range(9):
            pools = self.observe(seconds=1)
        self.assertEqual(pools["pool two"], {"error": "8 earlier looks at it still hang"})
        (self.dir / "two/hangs").unlink()

    def test_its_own_heartbeats_are_shown_beside_those_of_the_suspect(self):
        (self.dir / "one/KVMHA/hostha-10.0.0.9").write_text("000000000007 b-1 000010\n")
        self.assertNotIn("own", self.observe("10.0.0.9")["pool one"])
        (self.dir / "one/KVMHA/hb-10.0.0.1").write_text("1795863270\n")
        self.assertEqual(self.observe("10.0.0.9")["pool one"],
                         {"heartbeat": "hostha=000000000007 b-1 000010", "own": "hb=1795863270"})

    def test_a_report_tells_the_boot_the_vms_and_the_longest_interval(self):
        vm = self.dir / "qemu-vm"
        vm.write_text("#!/bin/sh\nsleep 60\n")
        vm.chmod(0o755)
        process = subprocess.Popen([vm, "-name", "guest=i-2-%d-VM,debug-threads=on" % os.getpid()], start_new_session=True)
        self.addCleanup(process.wait)
        self.addCleanup(os.killpg, process.pid, 9)
        self.start_heartbeat()
        self.wait("the period", lambda: "\nperiod\t" in self.ask("report\n").stdout)
        self.wait("the VM", lambda: "\nvm\ti-2-%d-VM\n" % os.getpid() in self.ask("report\n").stdout)
        report = self.ask("report\n").stdout
        self.assertIn("\nboot\t%s\n" % pathlib.Path("/proc/sys/kernel/random/boot_id").read_text().strip(), report)
        (self.dir / "two/broken").touch()
        self.wait("no period any more", lambda: "\nperiod\t" not in self.ask("report\n").stdout)

    def test_it_answers_nothing_but_its_questions(self):
        for question, complaint in (
                ("", "no question"), ("id\n", "'id' is no question"), ("observe\t$(id)\t2\nend\n", "not the address of a host"),
                ("observe\t10.0.0.1\tx\nend\n", "not a number of seconds"),
                ("observe\t10.0.0.1\t2\ndisk\tpool one\t../../etc/shadow\nend\n", "leaves its pool"),
                ("observe\t10.0.0.1\t2\nrm\tpool one\tx\nend\n", "is no line of a question"),
                ("observe\t10.0.0.1\t2\n", "the question has no end")):
            answer = self.ask(question)
            self.assertEqual((answer.returncode, answer.stdout), (2, ""), question)
            self.assertIn(complaint, answer.stderr)
        self.assertEqual(sorted(path.name for path in self.dir.iterdir()),
                         ["etc", "lib", "one", "run", "self_fence", "two"], "it wrote something")

    def test_what_is_not_mounted_shows_nothing(self):
        (self.conf / "pools").write_text("nfs no %s/one pool one\nsharedmountpoint no %s/two pool two\n" % (self.dir, self.dir))
        self.assertEqual(self.observe(), {"pool one": {"error": "no NFS is mounted on %s/one" % self.dir},
                                          "pool two": {"error": "nothing is mounted on %s/two" % self.dir}})


class InstallationTest(HostSide):

    KEY = "ecdsa-sha2-nistp256 AAAA hostha\n"

    def install(self, *options):
        key = self.dir / "key.pub"
        key.write_text(self.KEY)
        return subprocess.run(["dash", HOST_SIDE / "install.sh", "--address", "10.0.0.1", "--key", key, *options],
                              env=dict(os.environ, DESTDIR=str(self.dir / "host")), capture_output=True, text=True)

    def authorized_keys(self):
        return (self.dir / "host/root/.ssh/authorized_keys").read_text()

    def test_the_key_runs_the_probe_and_nothing_else_and_no_pool_fences_the_host(self):
        self.assertEqual(self.install("--pool", "nfs:/mnt/a:nfs-1", "--from", "10.0.0.2").returncode, 0)
        self.assertEqual(self.authorized_keys(),
                         'restrict,command="/usr/lib/hostha/probe",from="10.0.0.2" ' + self.KEY)
        self.assertIn("\nnfs no /mnt/a nfs-1\n", (self.dir / "host/etc/hostha/pools").read_text())
        for program in ("probe", "heartbeat", "self-fence"):
            self.assertTrue(os.access(self.dir / "host/usr/lib/hostha" / program, os.X_OK))

    def test_installing_again_keeps_the_settings_and_other_keys_and_replaces_ours(self):
        self.install("--pool", "nfs:/mnt/a:nfs-1")
        file = self.dir / "host/root/.ssh/authorized_keys"
        file.write_text("ssh-ed25519 BBBB admin\n" + file.read_text())
        (self.dir / "host/etc/hostha/hostha.conf").write_text("address=10.0.0.1\nperiod=7\n")
        self.assertEqual(self.install().returncode, 0)
        self.assertEqual(self.authorized_keys(), "ssh-ed25519 BBBB admin\n"
                         'restrict,command="/usr/lib/hostha/probe" ' + self.KEY)
        self.assertIn("period=7", (self.dir / "host/etc/hostha/hostha.conf").read_text())
        self.assertIn("nfs-1", (self.dir / "host/etc/hostha/pools").read_text())

    def test_what_makes_no_sense_is_refused(self):
        for options, complaint in ((["--pool", "nfs:a"], "write TYPE:MOUNT:NAME"), (["--pool", "ceph:/a:b"], "no type 'ceph'"),
                                   (["--period", "0"], "not a number of seconds"), (["--from", "x y"], "list of addresses"),
                                   (["--what"], "unknown option"), (["--key", "/nowhere"], "can't be read")):
            refused = self.install(*options)
            self.assertEqual(refused.returncode, 2)
            self.assertIn(complaint, refused.stderr)
            self.assertFalse((self.dir / "host").exists())


if __name__ == "__main__":
    unittest.main()
