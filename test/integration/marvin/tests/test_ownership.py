"""Several management servers on one database: who owns which host, and who takes over."""

import copy
import time

from marvin.cloudstackAPI import (cancelHostMaintenance, configureSimulatorHAProviderState, disableHAForCluster,
                                  disableHAForHost, enableHAForCluster, listManagementServers)

from hostha_base import HostHATestCase

PROVIDER = "SimulatorHAProvider"


class TestOwnership(HostHATestCase):
    """A second management server is started for these tests, and killed by the last one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = None
        cls.subjects = []
        if cls.data and "start_manager" in cls.data:
            cls.second = cls.connect(cls.shell("start_manager").splitlines()[-1])

    @classmethod
    def tearDownClass(cls):
        for host in cls.subjects:
            cmd = disableHAForHost.disableHAForHostCmd()
            cmd.hostid = host.id
            cls.apiclient.disableHAForHost(cmd)
        if cls.second is not None:
            cls.shell("kill_manager", check=False)

    @classmethod
    def connect(cls, endpoint):
        """A client like ours, of another management server."""
        client = copy.copy(cls.apiclient)
        if "connection" in vars(client):
            client.connection = copy.copy(client.connection)
            client.connection.baseUrl = endpoint
        client.endpoint = endpoint
        return client

    def setUp(self):
        super().setUp()
        if self.second is None or not self.hosts("Simulator"):
            self.skipTest("no command starts a second management server, or there are no simulated hosts")
        self.managers = {row[0] for row in self.up()}
        if not self.subjects:
            type(self).subjects = self.hosts("Simulator")
            for host in self.subjects:
                self.simulate(host, True, True, True, True)
                self.configure_ha(host.id, PROVIDER)
                self.enable_ha(host.id)
        self.cluster = self.subjects[0].clusterid
        self.wait_for_all("Available")

    def wait_for_all(self, state):
        self.wait("that all are " + state,
                  lambda: {host.hostha.hastate for host in self.hosts("Simulator")} == {state}, 120)

    def returned(self, host_id):
        """A fenced host is well again."""
        self.wait("maintenance", lambda: self.host(host_id).resourcestate == "Maintenance")
        self.simulate(self.host(host_id), True, True, True, True)
        self.run_command(cancelHostMaintenance, id=host_id)
        self.wait_for_ha_state(host_id, "Available")

    def simulate(self, host, *flags):
        """Simulated state is kept in the memory of each management server."""
        cmd = configureSimulatorHAProviderState.configureSimulatorHAProviderStateCmd()
        cmd.hostid = host.id
        cmd.health, cmd.activity, cmd.recover, cmd.fence = flags
        for client in (self.apiclient, self.second):
            if client is not None:
                client.configureSimulatorHAProviderState(cmd)

    def up(self):
        return self.dbclient.execute("select msid, uuid from mshost where state = 'Up' and removed is null")

    def owners(self):
        rows = self.dbclient.execute("select h.uuid, c.mgmt_server_id from ha_config c join host h on h.id ="
                                     " c.resource_id where c.resource_type = 'Host' and c.enabled = 1")
        return {host: owner for host, owner in rows}

    def shared(self):
        """Owners, as soon as both management servers have some."""
        return self.wait("that both own some", lambda: set(self.owners().values()) == self.managers and self.owners())

    def second_owner(self):
        endpoint = self.second.endpoint
        port = int(endpoint.split(":")[2].split("/")[0])
        return self.row("select msid from mshost where service_port = %s and state = 'Up'", port)[0]

    def test_1_both_are_up_and_know_each_other(self):
        rows = self.run_command(listManagementServers, peers=True)
        self.assertEqual([row.state for row in rows], ["Up", "Up"])
        self.wait("rows of peers", lambda: self.row(
            "select count(*) from mshost_peer where peer_state = 'Up' and owner_mshost <> peer_mshost")[0] >= 2)

    def test_2_every_host_has_one_living_owner_and_both_own_some(self):
        owners = self.shared()
        self.assertEqual(set(owners), {host.id for host in self.subjects})

    def test_3_a_host_of_the_other_is_fenced_by_it_and_seen_here(self):
        second = self.second_owner()
        host = next(host for host, owner in self.shared().items() if owner == second)
        self.simulate(self.host(host), False, False, False, True)
        self.wait_for_ha_state(host, "Fenced")
        self.assertEqual(self.owners()[host], second)
        self.returned(host)

    def test_4_a_switch_turned_here_counts_for_the_hosts_of_the_other(self):
        self.shared()
        self.run_command(disableHAForCluster, clusterid=self.cluster)
        try:
            self.wait_for_all("Disabled")
        finally:
            self.run_command(enableHAForCluster, clusterid=self.cluster)
        self.wait_for_all("Available")

    def test_5_an_owner_that_was_changed_by_hand_ends_as_one_that_lives(self):
        owners = self.shared()
        host, owner = next(iter(owners.items()))
        other = next(iter(self.managers - {owner}))
        for written in (other, None):
            self.dbclient.execute("update ha_config set mgmt_server_id = %s where resource_type = 'Host' and resource_id"
                                  " = (select id from host where uuid = %s)", (written, host))
            self.wait("an owner", lambda: self.owners()[host] in self.managers)
            self.wait_for_ha_state(host, "Available")

    def test_6_the_hosts_of_one_that_is_killed_are_taken_over_and_still_fenced(self):
        second = self.second_owner()
        orphan = next(host for host, owner in self.shared().items() if owner == second)
        self.shell("kill_manager")
        type(self).second = None
        began = time.monotonic()
        survivors = self.managers - {second}
        self.wait("that the other owns all", lambda: set(self.owners().values()) == survivors, 120)
        print("taken over after %.1f s" % (time.monotonic() - began), end=" ... ")
        self.wait("that it is Down", lambda: self.row("select state from mshost where msid = %s", second)[0] != "Up")
        self.simulate(self.host(orphan), False, False, False, True)
        self.wait_for_ha_state(orphan, "Fenced")
        self.returned(orphan)
