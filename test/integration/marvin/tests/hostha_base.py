"""What the tests of Host HA and out-of-band management share."""

import subprocess

from marvin.cloudstackAPI import (configureHAForHost, configureOutOfBandManagement, disableHAForHost,
                                  disableOutOfBandManagementForHost, enableHAForHost, enableOutOfBandManagementForHost,
                                  listHosts)
from marvin.cloudstackException import CloudstackAPIException
from marvin.cloudstackTestCase import cloudstackTestCase
from marvin.lib.utils import wait_until


class HostHATestCase(cloudstackTestCase):
    """Commands as one-liners, and bounded waits."""

    @classmethod
    def setUpClass(cls):
        client = super().getClsTestClient()
        cls.apiclient = client.getApiClient()
        cls.dbclient = client.getDbConnection()
        cls.data = client.getParsedTestDataConfig().get("hostha")

    def run_command(self, module, **parameters):
        """Runs enableHAForHost.enableHAForHostCmd() and the like."""
        name = module.__name__.rsplit(".", 1)[1]
        cmd = getattr(module, name + "Cmd")()
        for parameter, value in parameters.items():
            setattr(cmd, parameter, value)
        return getattr(self.apiclient, name)(cmd)

    @staticmethod
    def module(name):
        return getattr(__import__("marvin.cloudstackAPI", fromlist=[name]), name, None)

    def has(self, name):
        """Whether the server has a command that CloudStack itself lacks."""
        return self.module(name) is not None

    def call(self, name, **parameters):
        """Runs a command that CloudStack itself lacks; the test is skipped where the server lacks it too."""
        if not self.has(name):
            self.skipTest("this server has no command " + name)
        return self.run_command(self.module(name), **parameters)

    def accepted(self, name, **parameters):
        """Runs such a command again until it is not refused any more."""
        def callback():
            try:
                return self.call(name, **parameters)
            except CloudstackAPIException:
                return None
        return self.wait("that %s is accepted" % name, callback)

    def refused(self, text, module, **parameters):
        """The command fails, and the error has the text in it."""
        with self.assertRaises(CloudstackAPIException) as failure:
            self.run_command(module, **parameters)
        self.assertIn(text, str(failure.exception))

    def hosts(self, hypervisor):
        return self.run_command(listHosts, type="Routing", hypervisor=hypervisor) or []

    def host(self, host_id):
        return self.run_command(listHosts, id=host_id)[0]

    def wait(self, what, condition, seconds=60):
        """Until the condition holds; its last value is in the message when it never does."""
        def callback():
            value = condition()
            return bool(value), value
        done, value = wait_until(0.5, seconds * 2, callback)
        self.assertTrue(done, "%s did not come true within %s s; last: %s%s" % (what, seconds, value, self.story()))
        return value

    def story(self):
        """What was decided about the host of the test, where the server tells."""
        host_id = getattr(self, "host_id", None)
        if host_id is None or not self.has("listHostHADecisions"):
            return ""
        rows = self.call("listHostHADecisions", hostid=host_id) or []
        return "".join("\n  %s -> %s: %s" % (row.fromstate, row.tostate, row.reason) for row in rows[-12:])

    def wait_for_ha_state(self, host_id, state, seconds=60):
        def reached():
            return self.host(host_id).hostha.hastate == state
        self.wait("HA state %s (now %s)" % (state, self.host(host_id).hostha.hastate), reached, seconds)

    def configure_ha(self, host_id, provider):
        return self.run_command(configureHAForHost, hostid=host_id, provider=provider)

    def enable_ha(self, host_id):
        return self.run_command(enableHAForHost, hostid=host_id)

    def disable_ha(self, host_id):
        return self.run_command(disableHAForHost, hostid=host_id)

    def configure_bmc(self, host, **changes):
        if not self.data or host.name not in self.data["bmcs"]:
            self.skipTest("the test data has no BMC for host %s" % host.name)
        parameters = dict(self.data["bmcs"][host.name], driver="ipmitool", hostid=host.id)
        parameters.update(changes)
        return self.run_command(configureOutOfBandManagement, **parameters)

    def enable_bmc(self, host):
        return self.run_command(enableOutOfBandManagementForHost, hostid=host.id)

    def disable_bmc(self, host):
        return self.run_command(disableOutOfBandManagementForHost, hostid=host.id)

    def do(self, what, host):
        """Does something to a machine by the command that the test data has for it."""
        if not self.data or what not in self.data:
            self.skipTest("the test data has no command to %s a host" % what)
        return self.shell(what, name=host.name)

    @classmethod
    def shell(cls, what, check=True, **names):
        """Runs a command of the test data."""
        return subprocess.run(["sh", "-c", cls.data[what].format(**names)], check=check, stdout=subprocess.PIPE,
                              text=True).stdout.strip()

    def row(self, sql, *values):
        rows = self.dbclient.execute(sql, values or None)
        return rows[0] if rows else None

    def events(self, event_type, host_id=None):
        return self.dbclient.execute(
            "select e.state, e.level, e.description from event e where e.type = '%s'%s order by e.id" % (
                event_type, "" if host_id is None else
                " and e.resource_type = 'Host' and e.resource_id = (select id from host where uuid = '%s')" % host_id))
