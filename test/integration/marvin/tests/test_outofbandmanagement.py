"""Out-of-band management with ipmitool: every command, switches, background sync, wrong credentials, rows."""

from marvin.cloudstackAPI import (changeOutOfBandManagementPassword, configureOutOfBandManagement,
                                  disableOutOfBandManagementForCluster, disableOutOfBandManagementForZone,
                                  enableOutOfBandManagementForCluster, enableOutOfBandManagementForHost,
                                  enableOutOfBandManagementForZone, issueOutOfBandManagementPowerAction, listAlerts,
                                  listHosts)

from hostha_base import HostHATestCase

OFF_FOR_HOST = "Out-of-band management is disabled or not configured for the host. Aborting Operation."


class TestOutOfBandManagement(HostHATestCase):

    def setUp(self):
        super().setUp()
        hosts = [host for host in self.hosts("KVM") if self.data and host.name in self.data["bmcs"]]
        if not hosts:
            self.skipTest("the test data has no BMC")
        # The tests of Host HA take the first one.
        self.subject = hosts[-1]
        self.addCleanup(self.restore)

    def restore(self):
        self.configure_bmc(self.subject)
        self.do("revive", self.subject)
        self.disable_bmc(self.subject)

    def power(self, action, **more):
        return self.run_command(issueOutOfBandManagementPowerAction, hostid=self.subject.id, action=action, **more)

    def power_state(self):
        return self.host(self.subject.id).outofbandmanagement.powerstate

    def working(self):
        self.configure_bmc(self.subject)
        self.enable_bmc(self.subject)

    # Configuration

    def test_configure_tells_all_but_the_password(self):
        answer = self.configure_bmc(self.subject)
        given = self.data["bmcs"][self.subject.name]
        self.assertEqual((answer.hostid, answer.driver, answer.address, answer.port, answer.username, answer.status),
                         (self.subject.id, "ipmitool", given["address"], given["port"], given["username"], True))
        self.assertEqual(answer.password, given["password"][0] + "****")

    def test_password_is_stored_encrypted(self):
        self.configure_bmc(self.subject)
        stored = self.row("select password from oobm where host_id = (select id from host where uuid = %s)",
                          self.subject.id)[0]
        self.assertNotIn(self.data["bmcs"][self.subject.name]["password"], stored)

    def test_unknown_driver_and_missing_parameters_are_refused_and_change_nothing(self):
        self.configure_bmc(self.subject)
        given = dict(self.data["bmcs"][self.subject.name], hostid=self.subject.id)
        self.refused("provide a valid driver name", configureOutOfBandManagement, driver="magic", **given)
        given["address"] = None
        self.refused("address", configureOutOfBandManagement, driver="ipmitool", **given)
        self.assertEqual(self.host(self.subject.id).outofbandmanagement.driver, "ipmitool")

    def test_driver_is_found_in_any_case(self):
        self.configure_bmc(self.subject, driver="IPMITool")
        self.enable_bmc(self.subject)
        self.assertEqual(self.power("STATUS").status, True)

    def test_unconfigured_host_cannot_be_enabled(self):
        simulated = self.hosts("Simulator")
        if not simulated:
            self.skipTest("no host without a BMC")
        self.refused("not configured for the host", enableOutOfBandManagementForHost, hostid=simulated[-1].id)

    def test_enable_and_disable(self):
        self.configure_bmc(self.subject)
        self.assertEqual(self.enable_bmc(self.subject).enabled, True)
        self.assertEqual(self.host(self.subject.id).outofbandmanagement.enabled, True)
        self.assertEqual(self.disable_bmc(self.subject).enabled, False)
        self.assertEqual(self.power_state(), "Disabled")
        self.refused(OFF_FOR_HOST, issueOutOfBandManagementPowerAction, hostid=self.subject.id, action="STATUS")

    def test_hosts_are_listed_by_switch_and_power(self):
        self.working()
        self.wait("On", lambda: self.power_state() == "On")
        ids = [host.id for host in self.run_command(listHosts, outofbandmanagementenabled=True)]
        self.assertIn(self.subject.id, ids)
        ids = [host.id for host in self.run_command(listHosts, outofbandmanagementpowerstate="On")]
        self.assertIn(self.subject.id, ids)

    # Power

    def test_every_power_action(self):
        self.working()
        self.assertEqual(self.power("STATUS").powerstate, "On")
        self.assertEqual(self.power("OFF").powerstate, "Off")
        self.assertEqual(self.do("power", self.subject), "0")
        self.assertEqual(self.power("OFF").status, True)
        self.assertEqual(self.power("ON").powerstate, "On")
        self.assertEqual(self.do("power", self.subject), "1")
        for action in ("CYCLE", "RESET", "SOFT"):
            self.assertEqual(self.power(action).status, True, action)
            self.power("ON")

    def test_actions_are_written_as_they_are(self):
        self.working()
        self.refused("STATUS", issueOutOfBandManagementPowerAction, hostid=self.subject.id, action="status")
        self.refused("timeout", issueOutOfBandManagementPowerAction, hostid=self.subject.id, action="STATUS", timeout=0)

    def test_actions_are_among_the_events(self):
        self.working()
        self.power("STATUS")
        self.wait("the events", lambda: {"Scheduled", "Completed"} <= {
            row[0] for row in self.events("HOST.OOBM.ACTION", self.subject.id)})

    def test_power_is_followed_in_the_background(self):
        self.working()
        self.wait("On", lambda: self.power_state() == "On")
        self.do("kill", self.subject)
        self.wait("Off", lambda: self.power_state() == "Off")
        self.assertEqual(self.row("select power_state from oobm where host_id = (select id from host where uuid = %s)",
                                  self.subject.id)[0], "Off")

    # Switches

    def switch_case(self, words, scope, disable, enable):
        self.working()
        self.assertEqual(self.run_command(disable, **scope).enabled, False)
        try:
            self.refused(words, issueOutOfBandManagementPowerAction, hostid=self.subject.id, action="STATUS")
            self.wait("Disabled", lambda: self.power_state() == "Disabled")
        finally:
            self.assertEqual(self.run_command(enable, **scope).enabled, True)
        self.assertEqual(self.power("STATUS").status, True)
        self.wait("On", lambda: self.power_state() == "On")

    def test_switch_of_the_cluster(self):
        self.switch_case("disabled for the host's cluster", {"clusterid": self.subject.clusterid},
                         disableOutOfBandManagementForCluster, enableOutOfBandManagementForCluster)

    def test_switch_of_the_zone(self):
        self.switch_case("disabled for the host's zone", {"zoneid": self.subject.zoneid},
                         disableOutOfBandManagementForZone, enableOutOfBandManagementForZone)

    # Credentials

    def test_wrong_password_is_named_never_shown_and_alerted(self):
        self.configure_bmc(self.subject, password="wrong-word")
        self.enable_bmc(self.subject)
        self.refused("530", issueOutOfBandManagementPowerAction, hostid=self.subject.id, action="STATUS")
        self.wait("the alert", lambda: [alert for alert in self.run_command(listAlerts, type="29") or []
                                        if self.subject.name in alert.description])
        self.wait("Unknown", lambda: self.power_state() == "Unknown")
        for table, column in (("event", "description"), ("alert", "subject"), ("async_job", "job_result")):
            self.assertEqual(self.row("select count(*) from %s where %s like '%%wrong-word%%'" % (table, column))[0], 0)

    def test_password_is_changed_on_the_bmc_and_here(self):
        self.working()
        new = "changed-%d" % 42
        self.assertEqual(self.run_command(changeOutOfBandManagementPassword, hostid=self.subject.id,
                                          password=new).status, True)
        try:
            self.assertEqual(self.power("STATUS").status, True)
            self.assertEqual(self.host(self.subject.id).outofbandmanagement.password, new[0] + "****")
        finally:
            self.run_command(changeOutOfBandManagementPassword, hostid=self.subject.id,
                             password=self.data["bmcs"][self.subject.name]["password"])

    # Rows that somebody else changes

    def test_power_state_changed_by_hand_is_corrected(self):
        self.working()
        self.wait("On", lambda: self.power_state() == "On")
        for state in ("Off", "Unknown", "Disabled", None):
            self.dbclient.execute("update oobm set power_state = %s where host_id ="
                                  " (select id from host where uuid = %s)", (state, self.subject.id))
            self.wait("On again after %s" % state, lambda: self.power_state() == "On")

    def test_switch_turned_by_hand_counts(self):
        self.working()
        self.dbclient.execute("update oobm set enabled = 0 where host_id = (select id from host where uuid = %s)",
                              (self.subject.id,))
        self.refused(OFF_FOR_HOST, issueOutOfBandManagementPowerAction, hostid=self.subject.id, action="STATUS")

    def test_switch_of_a_zone_turned_by_hand_counts(self):
        self.working()
        zone = self.row("select data_center_id from host where uuid = %s", self.subject.id)[0]
        delete = "delete from data_center_details where name = 'outOfBandManagementEnabled' and dc_id = %s"
        self.dbclient.execute(delete, (zone,))
        self.dbclient.execute("insert into data_center_details (dc_id, name, value, display) values (%s,"
                              " 'outOfBandManagementEnabled', 'FALSE', 1)", (zone,))
        try:
            self.refused("disabled for the host's zone", issueOutOfBandManagementPowerAction,
                         hostid=self.subject.id, action="STATUS")
        finally:
            self.dbclient.execute(delete, (zone,))
        self.assertEqual(self.power("STATUS").status, True)

    def test_owner_that_is_gone_is_replaced(self):
        self.working()
        self.wait("On", lambda: self.power_state() == "On")
        where = " where host_id = (select id from host where uuid = %s)"
        self.dbclient.execute("update oobm set mgmt_server_id = 99999998, power_state = null" + where,
                              (self.subject.id,))
        owners = [row[0] for row in self.dbclient.execute("select msid from mshost where removed is null"
                                                          " and state = 'Up'")]
        self.wait("an owner that lives", lambda: self.row("select mgmt_server_id from oobm" + where,
                                                          self.subject.id)[0] in owners)
        self.wait("On", lambda: self.power_state() == "On")
