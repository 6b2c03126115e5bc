package org.hostha.oobm;

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

    public Preflight {
        findings = List.copyOf(findings);
    }

    public boolean passed() {
        return findings.stream().allMatch(Finding::passed);
    }

    /** The failures with their advice in one line, or what was seen when there is none. */
    public String summary() {
        return findings.stream().filter(finding -> finding.passed() == passed())
                .map(finding -> finding.step() + ": " + finding.detail() + (finding.advice().isEmpty() ? "" : " - " + finding.advice()))
                .collect(Collectors.joining("; "));
    }
}
