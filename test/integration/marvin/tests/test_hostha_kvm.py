"""Host HA on KVM hosts with BMCs: eligibility, investigation, recovery, fencing, the VMs, and return to service."""

from marvin.cloudstackAPI import cancelHostMaintenance, listVirtualMachines

from hostha_base import HostHATestCase

PROVIDER = "KVMHAProvider"


class TestHostHAKvm(HostHATestCase):

    def setUp(self):
        super().setUp()
        hosts = [host for host in self.hosts("KVM") if host.resourcestate == "Enabled" and host.state == "Up"]
        if len(hosts) < 2:
            self.skipTest("two KVM hosts that are up are needed")
        self.subject = max(hosts, key=lambda host: len(self.vms(host.id)))
        self.host_id = self.subject.id
        self.addCleanup(self.restore)

    def restore(self):
        if self.data and "revive" in self.data:
            self.do("revive", self.subject)
        if self.host(self.host_id).resourcestate == "Maintenance":
            self.run_command(cancelHostMaintenance, id=self.host_id)
        if self.host(self.host_id).hostha.haprovider:
            self.disable_ha(self.host_id)
            self.wait_for_ha_state(self.host_id, "Disabled")
        self.wait("that it is up again", lambda: self.host(self.host_id).state == "Up")

    def protected(self):
        """The host with HA and out-of-band management, Available."""
        self.configure_bmc(self.subject)
        self.enable_bmc(self.subject)
        self.configure_ha(self.host_id, PROVIDER)
        self.enable_ha(self.host_id)
        self.wait_for_ha_state(self.host_id, "Available")

    def vms(self, host_id):
        return [vm for vm in self.run_command(listVirtualMachines, hostid=host_id, listall=True) or []]

    def test_host_without_bmc_is_not_eligible(self):
        if self.host(self.host_id).outofbandmanagement.enabled:
            self.disable_bmc(self.subject)
        self.configure_ha(self.host_id, PROVIDER)
        self.enable_ha(self.host_id)
        self.wait_for_ha_state(self.host_id, "Ineligible")

    def test_host_with_bmc_is_available(self):
        self.protected()
        self.assertEqual(self.host(self.host_id).hostha.haprovider, PROVIDER.lower())

    def test_host_whose_bmc_is_disabled_becomes_ineligible_and_eligible_again(self):
        self.protected()
        self.disable_bmc(self.subject)
        self.wait_for_ha_state(self.host_id, "Ineligible")
        self.enable_bmc(self.subject)
        self.wait_for_ha_state(self.host_id, "Available")

    def test_host_that_hangs_is_recovered_by_a_power_cycle(self):
        self.protected()
        self.do("hang", self.subject)
        self.wait("a recovery", lambda: self.host(self.host_id).hostha.hastate in ("Recovering", "Recovered"))
        self.wait("that it is back", lambda: self.host(self.host_id).hostha.hastate == "Available"
                  and self.host(self.host_id).state == "Up", 90)
        self.assertTrue(self.events("HA.STATE.TRANSITION", self.host_id))

    def test_host_without_power_is_fenced_and_its_vms_run_elsewhere(self):
        self.protected()
        mine = [vm.id for vm in self.vms(self.host_id) if vm.haenable]
        self.do("kill", self.subject)
        self.wait_for_ha_state(self.host_id, "Fenced", 90)
        self.wait("status Down", lambda: self.host(self.host_id).state == "Down")
        self.wait("maintenance", lambda: self.host(self.host_id).resourcestate == "Maintenance")
        for vm in mine:
            def elsewhere():
                found = self.run_command(listVirtualMachines, id=vm, listall=True)[0]
                return found.state == "Running" and found.hostid != self.host_id
            self.wait("that VM %s runs elsewhere" % vm, elsewhere)
        if mine and self.has("listHAReleases"):
            released = self.call("listHAReleases", hostid=self.host_id)[0]
            self.assertLessEqual(set(mine), {vm.id for vm in released.virtualmachine})
        self.assertEqual(self.do("power", self.subject), "0")
        self.assertTrue(self.row("select count(*) from alert where type = 30")[0])

    def test_fenced_host_returns_to_service_once_its_maintenance_is_cancelled(self):
        self.protected()
        self.do("kill", self.subject)
        self.wait_for_ha_state(self.host_id, "Fenced", 90)
        self.wait("maintenance", lambda: self.host(self.host_id).resourcestate == "Maintenance")
        self.do("revive", self.subject)
        self.run_command(cancelHostMaintenance, id=self.host_id)
        self.wait_for_ha_state(self.host_id, "Available", 90)
        self.assertEqual(self.host(self.host_id).state, "Up")
