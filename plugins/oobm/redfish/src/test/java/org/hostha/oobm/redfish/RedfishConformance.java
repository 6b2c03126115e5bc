package org.hostha.oobm.redfish;

import org.hostha.oobm.spi.OutOfBandManagementDriver;
import org.hostha.testkit.DriverConformanceKit;
import org.hostha.testkit.SimulatedBmc;
import org.hostha.testkit.redfish.FakeRedfish;
import org.hostha.testkit.redfish.Profile;
import org.hostha.testkit.redfish.TestCertificate;

/** The conformance kit over HTTPS with a pinned certificate, for one vendor's habits. */
abstract class RedfishConformance extends DriverConformanceKit {

    private static final TestCertificate CERTIFICATE = TestCertificate.issuedFor("dns:bmc.invalid");

    private final Profile profile;

    RedfishConformance(Profile profile) {
        this.profile = profile;
    }

    @Override
    protected OutOfBandManagementDriver newDriver() {
        MutableSettings settings = new MutableSettings();
        settings.set(RedfishSettings.CERTIFICATE_FINGERPRINTS, CERTIFICATE.fingerprint());
        return new RedfishDriver(settings);
    }

    @Override
    protected SimulatedBmc newBmc() {
        return FakeRedfish.startTls(profile, CERTIFICATE);
    }
}
