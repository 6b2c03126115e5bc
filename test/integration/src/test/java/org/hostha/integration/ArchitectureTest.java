package org.hostha.integration;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Timer;
import org.junit.Test;

/** Holds the arrows of the house: who may know whom. */
public class ArchitectureTest {

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.hostha");

    private static final String CORE = "org.hostha.core..";
    private static final List<String> OOBM =
            List.of("org.hostha.oobm", "org.hostha.oobm.spi", "org.hostha.oobm.internal..");
    private static final List<String> HA =
            List.of("org.hostha.ha", "org.hostha.ha.spi", "org.hostha.ha.decision", "org.hostha.ha.internal..");
    private static final String OOBM_PLUGINS = "org.hostha.oobm.(*)..";
    private static final List<String> FRAMEWORK_AND_PLUGINS = List.of("org.hostha.core..", "org.hostha.oobm..",
            "org.hostha.ha..", "org.hostha.store..");

    private static String[] all(List<String> packages) {
        return packages.toArray(String[]::new);
    }

    @Test
    public void theWholeHouseIsLookedAt() {
        List<String> packages = HOUSE.stream().map(JavaClass::getPackageName).distinct().toList();

        assertThat(packages).contains("org.hostha.core", "org.hostha.oobm", "org.hostha.ha", "org.hostha.ha.decision",
                "org.hostha.store", "org.hostha.oobm.ipmitool", "org.hostha.oobm.ipmi", "org.hostha.oobm.redfish",
                "org.hostha.oobm.nestedcloudstack", "org.hostha.ha.kvm", "org.hostha.ha.simulator", "org.hostha.server",
                "org.hostha.demo", "org.hostha.rehearsal", "org.hostha.cloudstack.client",
                "org.hostha.cloudstack.plugin", "org.hostha.cloudstack.plugin.boot");
    }

    @Test
    public void coreKnowsNobody() {
        hold(noClasses().that().resideInAPackage(CORE).should().dependOnClassesThat(
                JavaClass.Predicates.resideInAPackage("org.hostha..").and(DescribedPredicate.not(
                        JavaClass.Predicates.resideInAPackage(CORE)))));
    }

    @Test
    public void outOfBandManagementDoesNotKnowThatHaExists() {
        hold(noClasses().that().resideInAPackage("org.hostha.oobm..").should().dependOnClassesThat()
                .resideInAnyPackage("org.hostha.ha..", "org.hostha.store..", "org.hostha.server..",
                        "org.hostha.demo.."));
    }

    @Test
    public void theHaFrameworkNamesNoDriverNoProviderNoSpringAndNoSql() {
        hold(noClasses().that().resideInAnyPackage(all(HA)).should().dependOnClassesThat()
                .resideInAnyPackage("org.hostha.ha.kvm..", "org.hostha.ha.simulator..", "org.hostha.oobm.ipmitool..",
                        "org.hostha.oobm.ipmi..", "org.hostha.store..", "org.springframework..", "java.sql..",
                        "javax.sql.."));
    }

    @Test
    public void theDecisionCoreIsPure() {
        hold(classes().that().resideInAPackage("org.hostha.ha.decision").should().onlyDependOnClassesThat()
                .resideInAnyPackage("org.hostha.ha", "org.hostha.ha.decision", "org.hostha.core", "org.hostha.oobm",
                        "java.lang..", "java.util", "java.util.function", "java.util.stream", "java.time"));
        hold(noClasses().that().resideInAPackage("org.hostha.ha.decision").should().dependOnClassesThat()
                .belongToAnyOf(Instant.class, Clock.class, Random.class, Thread.class, Timer.class));
        hold(noClasses().that().resideInAPackage("org.hostha.ha.decision").should().callMethod(System.class, "nanoTime")
                .orShould().callMethod(System.class, "currentTimeMillis"));
    }

    @Test
    public void aPluginNamesNoOtherPlugin() {
        slices().matching(OOBM_PLUGINS).namingSlices("driver $1").should().notDependOnEachOther()
                .ignoreDependency(JavaClass.Predicates.resideInAnyPackage("org.hostha.oobm.."),
                        JavaClass.Predicates.resideInAnyPackage(all(OOBM)))
                .ignoreDependency(JavaClass.Predicates.resideInAnyPackage(all(OOBM)),
                        JavaClass.Predicates.resideInAnyPackage(all(OOBM)))
                .check(HOUSE);
        hold(noClasses().that().resideInAPackage("org.hostha.ha.kvm..").should().dependOnClassesThat()
                .resideInAnyPackage("org.hostha.ha.simulator..", "org.hostha.oobm.ipmitool..",
                        "org.hostha.oobm.ipmi.."));
        hold(noClasses().that().resideInAPackage("org.hostha.ha.simulator..").should().dependOnClassesThat()
                .resideInAnyPackage("org.hostha.ha.kvm..", "org.hostha.oobm.ipmitool..", "org.hostha.oobm.ipmi.."));
    }

    @Test
    public void nobodyNamesTheServer() {
        hold(noClasses().that().resideOutsideOfPackage("org.hostha.server..").should().dependOnClassesThat()
                .resideInAPackage("org.hostha.server.."));
    }

    @Test
    public void onlyThePluginNamesCloudStackAndNobodyNamesThePlugin() {
        hold(noClasses().that().resideInAPackage("org.hostha..").and().resideOutsideOfPackage("org.hostha.cloudstack.plugin..")
                .should().dependOnClassesThat().resideInAnyPackage("com.cloud..", "org.apache.cloudstack..",
                        "org.hostha.cloudstack.plugin.."));
        hold(noClasses().that().resideInAPackage("org.hostha.cloudstack.plugin..").should().dependOnClassesThat()
                .resideInAnyPackage("org.hostha.demo..", "org.hostha.rehearsal..", "org.hostha.ha.simulator.."));
    }

    @Test
    public void inThePluginOnlyTheWayInNamesSpringAndItNamesNothingOfCloudStack() {
        hold(noClasses().that().resideInAPackage("org.hostha.cloudstack.plugin..")
                .and().resideOutsideOfPackage("org.hostha.cloudstack.plugin.boot")
                .should().dependOnClassesThat().resideInAPackage("org.springframework.."));
        hold(noClasses().that().resideInAPackage("org.hostha.cloudstack.plugin.boot").should().dependOnClassesThat()
                .resideInAnyPackage("com.cloud..", "org.apache.cloudstack.."));
    }

    @Test
    public void whatLoadsInsideCloudStackIsPlainJava() {
        hold(noClasses().that().resideInAnyPackage(all(FRAMEWORK_AND_PLUGINS)).should().dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "org.eclipse.jetty..", "org.slf4j..", "com.zaxxer..",
                        "org.flywaydb..", "org.apache.logging.log4j.core.."));
        // Only the driver that stands on the API client sees the client's JSON.
        hold(noClasses().that().resideInAnyPackage(all(FRAMEWORK_AND_PLUGINS))
                .and().resideOutsideOfPackage("org.hostha.oobm.nestedcloudstack..")
                .should().dependOnClassesThat().resideInAPackage("com.fasterxml.jackson.."));
    }

    @Test
    public void internalsStayInside() {
        for (String module : List.of("org.hostha.oobm", "org.hostha.ha", "org.hostha.store")) {
            hold(noClasses().that().resideOutsideOfPackage(module + "..").should().dependOnClassesThat()
                    .resideInAPackage(module + ".internal..").allowEmptyShould(true));
        }
    }

    private static void hold(ArchRule rule) {
        rule.check(HOUSE);
    }
}
