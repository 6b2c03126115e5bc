"""Host HA with the simulator provider: every command, every transition, switches, ownership, rows changed by hand."""

from marvin.cloudstackAPI import (cancelHostMaintenance, cleanupSimulatorMock, configureHAForHost, configureSimulator,
                                  configureSimulatorHAProviderState, disableHAForCluster, disableHAForZone,
                                  enableHAForCluster, enableHAForHost, enableHAForZone, listClusters,
                                  listHostHAProviders, listHostHAResources, listSimulatorHAStateTransitions, listZones,
                                  querySimulatorMock, updateHost)

from hostha_base import HostHATestCase

PROVIDER = "SimulatorHAProvider"
FAKE_MSID = 99999999


class TestHostHASimulator(HostHATestCase):

    used = set()

    def setUp(self):
        super().setUp()
        free = [host for host in self.hosts("Simulator")
                if host.resourcestate == "Enabled" and host.id not in self.used]
        if not free:
            self.skipTest("no simulated host is free")
        self.host_id = free[0].id
        self.configure_ha(self.host_id, PROVIDER)
        self.addCleanup(self.restore)

    def restore(self):
        """Back to a healthy, enabled host that HA leaves alone."""
        # Switched off first: a host that is being fenced could enter maintenance after it was looked for.
        self.disable_ha(self.host_id)
        self.wait_for_ha_state(self.host_id, "Disabled")
        self.simulate(True, True, True, True)
        if self.host(self.host_id).resourcestate == "Maintenance":
            self.run_command(cancelHostMaintenance, id=self.host_id)

    def simulate(self, health, activity, recover, fence):
        answer = self.run_command(configureSimulatorHAProviderState, hostid=self.host_id, health=health,
                                  activity=activity, recover=recover, fence=fence)
        self.assertEqual(answer.success, True)

    def available(self):
        self.simulate(True, True, True, True)
        self.enable_ha(self.host_id)
        self.wait_for_ha_state(self.host_id, "Available")

    def transitions(self):
        return self.run_command(listSimulatorHAStateTransitions, hostid=self.host_id) or []

    def states(self):
        return [row.hastate for row in self.transitions()]

    def edges(self):
        return {(row.prevhastate, row.event, row.hastate) for row in self.transitions()}

    def wait_for_edges(self, *edges):
        self.wait("transitions %s" % (edges,), lambda: set(edges) <= self.edges())

    # Commands

    def test_configure_tells_the_provider(self):
        answer = self.configure_ha(self.host_id, PROVIDER)
        self.assertEqual(answer.hostid, self.host_id)
        self.assertEqual(answer.haprovider, PROVIDER.lower())

    def test_configure_refuses_unknown_and_foreign_providers(self):
        self.refused("does not exist", configureHAForHost, hostid=self.host_id, provider="NoSuchProvider")
        self.refused("Incompatible haprovider", configureHAForHost, hostid=self.host_id, provider="KVMHAProvider")

    def test_enable_and_disable_tell_and_are_listed(self):
        self.assertEqual(self.enable_ha(self.host_id).haenable, True)
        listed = self.run_command(listHostHAResources, hostid=self.host_id)[0]
        self.assertEqual((listed.hostid, listed.haenable, listed.haprovider),
                         (self.host_id, True, PROVIDER.lower()))
        self.assertEqual(self.disable_ha(self.host_id).haenable, False)
        self.assertEqual(self.run_command(listHostHAResources, hostid=self.host_id)[0].haenable, False)

    def test_enable_right_after_configure_lasts(self):
        self.simulate(True, True, True, True)
        self.configure_ha(self.host_id, PROVIDER)
        self.enable_ha(self.host_id)
        self.wait_for_ha_state(self.host_id, "Available")
        self.assertEqual(self.host(self.host_id).hostha.haenable, True)

    def test_unconfigured_hosts_cannot_be_enabled(self):
        other = [host for host in self.hosts("KVM") if not host.hostha.haprovider]
        if not other:
            self.skipTest("every host is configured")
        self.refused("HAProvider is not provided for the resource", enableHAForHost, hostid=other[0].id)

    def test_providers_are_listed_by_hypervisor(self):
        self.assertEqual([row.haprovider for row in self.run_command(listHostHAProviders, hypervisor="Simulator")],
                         [PROVIDER])
        self.refused("431", listHostHAProviders, hypervisor="simulator")

    def test_what_was_done_is_among_the_events(self):
        self.enable_ha(self.host_id)
        self.wait("event of enabling", lambda: "Completed" in [row[0] for row in self.events("HA.RESOURCE.ENABLE")])
        self.assertIn("Scheduled", [row[0] for row in self.events("HA.RESOURCE.ENABLE")])

    # Transitions

    def test_healthy_host_is_available(self):
        self.simulate(True, True, True, True)
        self.enable_ha(self.host_id)
        self.wait_for_ha_state(self.host_id, "Available")
        self.assertEqual(self.host(self.host_id).state, "Up")

    def test_host_without_simulator_state_is_ineligible(self):
        self.used.add(self.host_id)
        state = self.row("select ha_state from ha_config where resource_id = (select id from host where uuid = %s)",
                         self.host_id)[0]
        if state != "Disabled":
            self.skipTest("the host has simulator state from an earlier test")
        self.enable_ha(self.host_id)
        self.wait("an HA state", lambda: self.host(self.host_id).hostha.hastate in ("Ineligible", "Available"))

    def test_sick_but_active_host_is_degraded_looked_at_again_and_comes_back(self):
        self.available()
        self.simulate(False, True, True, True)
        self.wait_for_edges(("available", "healthcheckfailed", "suspect"),
                            ("suspect", "performactivitycheck", "checking"),
                            ("checking", "activitycheckfailureunderthresholdratio", "degraded"),
                            ("degraded", "periodicrecheckresourceactivity", "suspect"))
        self.simulate(True, True, True, True)
        self.wait_for_ha_state(self.host_id, "Available")
        self.assertIn("healthcheckpassed", [row.event for row in self.transitions()])

    def test_investigation_takes_several_looks(self):
        self.available()
        self.simulate(False, True, True, True)
        self.wait("two looks that were too few", lambda: [
            row.activitycounter for row in self.transitions()
            if (row.prevhastate, row.event) == ("checking", "toofewactivitychecksamples")][:2] == [1, 2])

    def test_dead_host_is_recovered_and_is_watched_before_it_is_available(self):
        self.available()
        self.simulate(False, False, True, True)
        self.wait_for_edges(("suspect", "performactivitycheck", "checking"),
                            ("checking", "activitycheckfailureoverthresholdratio", "recovering"),
                            ("recovering", "recovered", "recovered"))
        self.simulate(True, True, True, True)
        self.wait_for_ha_state(self.host_id, "Available")
        if self.has("listHostHADecisions"):
            rows = self.call("listHostHADecisions", hostid=self.host_id)
            self.assertIn(("Recovered", "Available"), [(row.fromstate, row.tostate) for row in rows])

    def test_dead_host_that_cannot_be_recovered_is_fenced_and_returns(self):
        self.available()
        self.simulate(False, False, False, True)
        self.wait_for_ha_state(self.host_id, "Fenced")
        self.wait("maintenance", lambda: self.host(self.host_id).resourcestate == "Maintenance")
        self.assertEqual(self.host(self.host_id).state, "Down")
        self.wait_for_edges(("recovering", "retryrecovery", "recovering"),
                            ("recovering", "recoveryoperationthresholdexceeded", "fencing"),
                            ("fencing", "fenced", "fenced"))
        self.wait("the event", lambda: self.events("HA.STATE.TRANSITION", self.host_id))
        self.simulate(True, True, True, True)
        self.run_command(cancelHostMaintenance, id=self.host_id)
        self.wait_for_edges(("fenced", "healthcheckpassed", "ineligible"), ("ineligible", "eligible", "available"))

    def test_host_that_cannot_be_fenced_stays_in_fencing_with_one_alert(self):
        alerts = "select count(*) from alert where type = 30 and subject like %s"
        name = "%%%s%%" % self.host(self.host_id).name
        before = self.row(alerts, name)[0]
        self.available()
        self.simulate(False, False, False, False)
        self.wait_for_ha_state(self.host_id, "Fencing")
        self.wait("an alert", lambda: self.row(alerts, name)[0] > before)
        self.wait_for_edges(("fencing", "retryfencing", "fencing"))
        self.assertNotEqual(self.host(self.host_id).state, "Down")
        self.simulate(True, True, True, True)
        self.wait("that it comes back", lambda: self.host(self.host_id).hostha.hastate in ("Available", "Fenced"))

    def test_disabled_host_is_not_eligible_until_it_is_enabled_again(self):
        self.available()
        self.run_command(updateHost, id=self.host_id, allocationstate="Disable")
        try:
            self.wait_for_edges(("available", "ineligible", "ineligible"))
        finally:
            self.run_command(updateHost, id=self.host_id, allocationstate="Enable")
        self.wait_for_edges(("ineligible", "eligible", "available"))

    def test_degraded_host_that_is_disabled_is_not_eligible(self):
        self.available()
        self.simulate(False, True, True, True)
        self.wait_for_ha_state(self.host_id, "Degraded")
        self.run_command(updateHost, id=self.host_id, allocationstate="Disable")
        try:
            self.wait_for_ha_state(self.host_id, "Ineligible")
        finally:
            self.run_command(updateHost, id=self.host_id, allocationstate="Enable")

    def disabled_from(self, state, *flags):
        """HA is switched off for a host in that state."""
        self.available()
        self.simulate(*flags)
        self.wait_for_ha_state(self.host_id, state)
        self.disable_ha(self.host_id)
        self.wait_for_ha_state(self.host_id, "Disabled")
        self.wait_for_edges((state.lower(), "disabled", "disabled"))

    def test_ha_can_be_disabled_while_available(self):
        self.disabled_from("Available", True, True, True, True)

    def test_ha_can_be_disabled_while_degraded(self):
        self.disabled_from("Degraded", False, True, True, True)

    def test_ha_can_be_disabled_while_fencing(self):
        self.disabled_from("Fencing", False, False, False, False)

    def test_ha_can_be_disabled_while_fenced(self):
        self.disabled_from("Fenced", False, False, False, True)

    def test_ha_can_be_disabled_while_ineligible(self):
        self.available()
        self.run_command(updateHost, id=self.host_id, allocationstate="Disable")
        try:
            self.wait_for_ha_state(self.host_id, "Ineligible")
            self.disable_ha(self.host_id)
            self.wait_for_edges(("ineligible", "disabled", "disabled"))
        finally:
            self.run_command(updateHost, id=self.host_id, allocationstate="Enable")

    # Mocks of agents

    def test_mocks_are_kept_and_told(self):
        mock = self.run_command(configureSimulator, name="PingCommand", value="result:fail", hostid=self.host_id)
        self.assertEqual(mock.name, "PingCommand")
        self.assertEqual(self.run_command(querySimulatorMock, id=mock.id).name, "PingCommand")
        self.assertEqual(self.run_command(cleanupSimulatorMock, id=mock.id).success, True)

    # Switches

    def switch_case(self, scope, disable, enable):
        self.available()
        self.assertEqual(self.run_command(disable, **scope).success, True)
        try:
            self.wait_for_ha_state(self.host_id, "Disabled")
            self.assertEqual(self.host(self.host_id).hostha.haenable, True)
        finally:
            self.assertEqual(self.run_command(enable, **scope).success, True)
        self.wait_for_ha_state(self.host_id, "Available")

    def test_switch_of_the_cluster(self):
        cluster = self.host(self.host_id).clusterid
        self.switch_case({"clusterid": cluster}, disableHAForCluster, enableHAForCluster)
        details = self.run_command(listClusters, id=cluster)[0].resourcedetails
        self.assertEqual(details.resourceHAEnabled, "true")

    def test_switch_of_the_zone(self):
        zone = self.host(self.host_id).zoneid
        self.switch_case({"zoneid": zone}, disableHAForZone, enableHAForZone)
        self.assertEqual(self.run_command(listZones, id=zone)[0].resourcedetails.resourceHAEnabled, "true")

    # Rows that somebody else changes

    def change(self, column, value):
        self.dbclient.execute("update ha_config set " + column + " = %s where resource_type = 'Host' and resource_id ="
                              " (select id from host where uuid = %s)", (value, self.host_id))

    def test_state_changed_by_hand_is_corrected(self):
        self.available()
        for state in ("Suspect", "Degraded", "Checking"):
            self.change("ha_state", state)
            self.wait_for_ha_state(self.host_id, "Available")

    def test_state_taken_away_by_hand_is_noticed(self):
        self.available()
        self.change("ha_state", None)
        self.wait("a state again", lambda: self.row(
            "select ha_state from ha_config where ha_state is not null and resource_id ="
            " (select id from host where uuid = %s)", self.host_id))

    def test_switch_of_a_host_turned_by_hand_counts(self):
        self.available()
        self.change("enabled", 0)
        self.wait_for_ha_state(self.host_id, "Disabled")
        self.change("enabled", 1)
        self.wait_for_ha_state(self.host_id, "Available")

    def test_switch_of_a_cluster_turned_by_hand_counts(self):
        self.available()
        cluster = self.row("select cluster_id from host where uuid = %s", self.host_id)[0]
        delete = "delete from cluster_details where name = 'resourceHAEnabled' and cluster_id = %s"
        self.dbclient.execute(delete, (cluster,))
        self.dbclient.execute("insert into cluster_details (cluster_id, name, value) values (%s, 'resourceHAEnabled',"
                              " 'false')", (cluster,))
        try:
            self.wait_for_ha_state(self.host_id, "Disabled")
        finally:
            self.dbclient.execute(delete, (cluster,))
        self.wait_for_ha_state(self.host_id, "Available")

    def test_host_owned_by_a_management_server_that_is_gone_is_taken_over(self):
        self.available()
        owners = [row[0] for row in self.dbclient.execute("select msid from mshost where removed is null"
                                                          " and state = 'Up'")]
        version = self.row("select version from mshost where msid = %s", owners[0])[0]
        self.dbclient.execute(
            "insert into mshost (msid, runid, name, uuid, state, version, service_ip, service_port, last_update)"
            " values (%s, %s, 'marvin-fake', uuid(), 'Down', %s, '127.0.0.1', 22, now())",
            (FAKE_MSID, FAKE_MSID, version))
        try:
            self.change("mgmt_server_id", FAKE_MSID)
            self.wait("an owner that lives", lambda: self.row(
                "select mgmt_server_id from ha_config where resource_id = (select id from host where uuid = %s)",
                self.host_id)[0] in owners)
            self.wait_for_ha_state(self.host_id, "Available")
        finally:
            self.dbclient.execute("delete from mshost where msid = %s", (FAKE_MSID,))
