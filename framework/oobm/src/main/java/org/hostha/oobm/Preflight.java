package org.hostha.oobm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a harmless look at a host's BMC showed: would it obey when it matters?
 *
 * @param findings in the order of the looks
 * @param systemGuid the system found behind the BMC
 */
public record Preflight(List<Finding> findings, Optional<String> systemGuid) {

    /**
     * @param step what was tried
     * @param passed whether it worked
     * @param detail what was seen, or what failed
     * @param advice one line on what to do; empty when it passed
     */
    public record Finding(String step, boolean passed, String detail, String advice) { }

    private static final String READ_POWER = "read power";

    public Preflight {
        findings = List.copyOf(findings);
    }

    /** What was learned from a BMC that could be reached. */
    static Preflight of(Optional<BmcIdentity> identity, PowerReading reading) {
        List<Finding> findings = new ArrayList<>();
        identity.ifPresent(bmc -> {
            findings.add(new Finding("log in", true, bmc.firmware(), ""));
            String passwords = bmc.mayChangePassword() ? " and passwords" : ", but no passwords (needs administrator)";
            findings.add(bmc.mayPower()
                    ? new Finding("privilege", true, "may change power" + passwords, "")
                    : new Finding("privilege", false, "may not change power", "give the user the operator privilege"));
        });
        boolean read = reading.state() != PowerState.Unknown;
        findings.add(new Finding(READ_POWER, read, reading.detail(),
                read ? "" : "the BMC answers, but not On or Off: check its firmware, or try again later"));
        return new Preflight(findings, reading.systemGuid().or(() -> identity.flatMap(BmcIdentity::systemGuid)));
    }

    /** The same of a BMC that other hosts are configured with as well. */
    Preflight shared(String what) {
        List<Finding> all = new ArrayList<>(findings);
        all.add(new Finding("its own BMC", false, what + ": none of them may be fenced",
                "give each host the address of its own BMC"));
        return new Preflight(all, systemGuid);
    }

    /** What was learned from one that could not be. */
    static Preflight failed(Throwable failure) {
        String advice = failure instanceof OutOfBandManagementException typed ? typed.kind().advice() : "";
        return unreached(String.valueOf(failure.getMessage()), advice);
    }

    /** Nothing was learned: something urgent needed the BMC. */
    static Preflight displaced() {
        return unreached("made room for something urgent with this BMC", "try again");
    }

    private static Preflight unreached(String detail, String advice) {
        return new Preflight(List.of(new Finding("reach and log in", false, detail, advice)), Optional.empty());
    }

    public boolean passed() {
        return findings.stream().allMatch(Finding::passed);
    }

    /** Whether the power was read, whatever else speaks against fencing. */
    boolean readPower() {
        return findings.stream().anyMatch(finding -> finding.step().equals(READ_POWER) && finding.passed());
    }

    /** The failures with their advice in one line, or what was seen when there is none. */
    public String summary() {
        return findings.stream().filter(finding -> finding.passed() == passed())
                .map(finding -> finding.step() + ": " + finding.detail()
                        + (finding.advice().isEmpty() ? "" : " - " + finding.advice()))
                .collect(Collectors.joining("; "));
    }
}
