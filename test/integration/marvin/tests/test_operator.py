"""What an operator can ask and tell beyond CloudStack's own commands; skipped where the server lacks them."""

from marvin.cloudstackAPI import cancelHostMaintenance, configureSimulatorHAProviderState
from marvin.cloudstackException import CloudstackAPIException

from hostha_base import HostHATestCase

PROVIDER = "SimulatorHAProvider"


class TestOperator(HostHATestCase):

    def setUp(self):
        super().setUp()
        free = [host for host in self.hosts("Simulator") if host.resourcestate == "Enabled"]
        if not free:
            self.skipTest("no simulated host is free")
        self.host_id = free[0].id
        self.cluster = free[0].clusterid
        self.configure_ha(self.host_id, PROVIDER)
        self.addCleanup(self.restore)
        self.simulate(True, True, True, True)
        self.enable_ha(self.host_id)
        self.wait_for_ha_state(self.host_id, "Available")

    def restore(self):
        # Switched off first: a host that is being fenced could enter maintenance after it was looked for.
        self.disable_ha(self.host_id)
        self.wait_for_ha_state(self.host_id, "Disabled")
        self.simulate(True, True, True, True)
        if self.host(self.host_id).resourcestate == "Maintenance":
            self.run_command(cancelHostMaintenance, id=self.host_id)

    def simulate(self, health, activity, recover, fence):
        self.run_command(configureSimulatorHAProviderState, hostid=self.host_id, health=health, activity=activity,
                         recover=recover, fence=fence)

    def directives(self):
        return [row.kind for row in self.call("listHADirectives") or []]

    def held(self):
        """The host is judged dead, and nothing is done about it."""
        self.simulate(False, False, False, True)
        self.wait("what is held back", lambda: (self.call("explainHostHA", hostid=self.host_id).holds or []))
        self.assertNotIn(self.host(self.host_id).hostha.hastate, ("Fenced", "Disabled"))

    def test_explanation_names_state_reason_evidence_and_time_budget(self):
        told = self.call("explainHostHA", hostid=self.host_id)
        self.assertEqual((told.hostid, told.hastate), (self.host_id, "Available"))
        self.assertTrue(told.reason and told.evidence and told.timebudgetseconds > 0)
        budgets = {row.hostid: row.timebudgetseconds for row in self.call("listHATimeBudgets")}
        self.assertEqual(budgets[self.host_id], told.timebudgetseconds)

    def test_decisions_are_a_history(self):
        rows = self.call("listHostHADecisions", hostid=self.host_id)
        self.assertEqual(rows[-1].tostate, "Available")
        self.assertEqual(len(self.call("listHostHADecisions", hostid=self.host_id, afterid=rows[-1].id) or []), 0)

    def test_observed_cluster_is_judged_and_left_alone(self):
        self.call("enableHAObserveModeForCluster", clusterid=self.cluster, reason="trying it out")
        try:
            self.assertEqual(len(self.directives()), 1)
            self.held()
        finally:
            self.call("disableHAObserveModeForCluster", clusterid=self.cluster)
        self.wait_for_ha_state(self.host_id, "Fenced")

    def test_suspended_host_and_cluster_are_left_alone_until_they_are_resumed(self):
        for scope, where in (("Host", {"hostid": self.host_id}), ("Cluster", {"clusterid": self.cluster})):
            self.call("suspendHAFor" + scope, duration=600, reason="firmware", **where)
            try:
                self.assertEqual(len(self.directives()), 1)
                self.held()
                self.simulate(True, True, True, True)
            finally:
                self.call("resumeHAFor" + scope, **where)
            self.wait_for_ha_state(self.host_id, "Available")
            self.assertEqual(self.directives(), [])

    def test_disarmed_nothing_is_fenced_until_it_is_armed_then_one_step_returns_the_host(self):
        self.call("disarmHA", reason="network work")
        try:
            self.held()
        finally:
            self.call("armHA")
        self.wait_for_ha_state(self.host_id, "Fenced")
        self.wait("maintenance", lambda: self.host(self.host_id).resourcestate == "Maintenance")
        self.simulate(True, True, True, True)
        self.accepted("returnHostToService", hostid=self.host_id)
        self.wait_for_ha_state(self.host_id, "Available")
        self.assertEqual(self.host(self.host_id).resourcestate, "Enabled")

    def test_word_of_an_operator_is_refused_while_the_power_is_on(self):
        self.simulate(False, False, False, False)
        self.wait_for_ha_state(self.host_id, "Fencing")
        with self.assertRaises(CloudstackAPIException) as failure:
            self.call("confirmHostFenced", hostid=self.host_id, reason="looked at it")
        self.assertIn("530", str(failure.exception))

    def test_storm_guards_and_queues_are_told(self):
        self.assertTrue(self.call("listHAStormGuards", clusterid=self.cluster))
        self.assertEqual(self.call("resetHAStormGuard", clusterid=self.cluster).success, True)
        self.assertIn("fences", [row.name for row in self.call("listHAQueues")])

    def test_a_cluster_of_bmcs_is_configured_at_once_tried_and_proven(self):
        hosts = [host for host in self.hosts("KVM") if self.data and host.name in self.data["bmcs"]]
        if not hosts:
            self.skipTest("the test data has no BMC")
        lines = ["%s,%s,%s,%s,%s" % (host.name, bmc["address"], bmc["port"], bmc["username"], bmc["password"])
                 for host in hosts for bmc in [self.data["bmcs"][host.name]]]
        rows = self.call("configureOutOfBandManagementForCluster", clusterid=hosts[0].clusterid, driver="ipmitool",
                         hosts="\n".join(lines), enable=True)
        self.assertEqual({row.hostname for row in rows}, {host.name for host in hosts})
        tried = self.call("preflightOutOfBandManagement", hostid=hosts[0].id)
        self.assertEqual([row.hostid for row in tried], [hosts[0].id])
        self.wait("proofs", lambda: {row.hostid for row in self.call("listFencingProofs") or []}
                  >= {host.id for host in hosts})
        for host in hosts:
            self.disable_bmc(host)
