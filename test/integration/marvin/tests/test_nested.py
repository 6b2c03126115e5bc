"""Out-of-band management of a host that is a virtual machine of another CloudStack."""

from marvin.cloudstackAPI import configureOutOfBandManagement, issueOutOfBandManagementPowerAction, listAlerts

from hostha_base import HostHATestCase


class TestNestedCloudStack(HostHATestCase):

    def setUp(self):
        super().setUp()
        hosts = self.hosts("KVM")
        if not self.data or "nested" not in self.data or not hosts:
            self.skipTest("the test data has no virtual machine that is a host")
        self.subject = hosts[-1]
        self.addCleanup(self.restore)

    def restore(self):
        if self.host(self.subject.id).outofbandmanagement.enabled:
            self.disable_bmc(self.subject)
        self.configure_bmc(self.subject)

    def configure(self, **changes):
        parameters = dict(self.data["nested"], driver="nestedcloudstack", hostid=self.subject.id)
        parameters.update(changes)
        return self.run_command(configureOutOfBandManagement, **parameters)

    def power(self, action):
        return self.run_command(issueOutOfBandManagementPowerAction, hostid=self.subject.id, action=action)

    def power_state(self):
        return self.host(self.subject.id).outofbandmanagement.powerstate

    def test_configuration_is_told_without_its_secret(self):
        answer = self.configure()
        self.assertEqual((answer.driver, answer.address, answer.port, answer.username),
                         ("nestedcloudstack", self.data["nested"]["address"], self.data["nested"]["port"],
                          self.data["nested"]["username"]))
        self.assertEqual(answer.password, self.data["nested"]["password"][0] + "****")

    def test_every_power_action(self):
        self.configure()
        self.enable_bmc(self.subject)
        # A look that began before the change of driver may still write its last word.
        self.wait("On", lambda: self.power("STATUS").powerstate == "On")
        self.assertEqual(self.power("OFF").powerstate, "Off")
        self.assertEqual(self.power("STATUS").powerstate, "Off")
        self.assertEqual(self.power("ON").powerstate, "On")
        for action in ("CYCLE", "RESET", "SOFT"):
            self.assertEqual(self.power(action).status, True, action)
        self.wait("Off after SOFT", lambda: self.power("STATUS").powerstate == "Off")
        self.assertEqual(self.power("ON").powerstate, "On")

    def test_power_is_followed_in_the_background(self):
        self.configure()
        self.enable_bmc(self.subject)
        self.wait("On", lambda: self.power_state() == "On")

    def test_wrong_secret_is_alerted_and_makes_power_unknown(self):
        self.configure(password="wrong-word")
        self.enable_bmc(self.subject)
        self.refused("530", issueOutOfBandManagementPowerAction, hostid=self.subject.id, action="STATUS")
        self.wait("Unknown", lambda: self.power_state() == "Unknown")
        self.refused("530", issueOutOfBandManagementPowerAction, hostid=self.subject.id, action="STATUS")
        self.wait("the alert", lambda: [alert for alert in self.run_command(listAlerts, type="29") or []
                                        if self.subject.name in alert.description])

    def test_machine_that_is_not_there_has_no_known_power(self):
        self.configure(port="00000000-0000-0000-0000-000000000000")
        self.enable_bmc(self.subject)
        self.wait("Unknown", lambda: self.power_state() == "Unknown")
        self.refused("530", issueOutOfBandManagementPowerAction, hostid=self.subject.id, action="STATUS")
