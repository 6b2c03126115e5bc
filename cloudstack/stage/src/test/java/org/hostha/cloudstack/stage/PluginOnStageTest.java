package org.hostha.cloudstack.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The jar as it is installed, in a CloudStack that suits it and in others. */
public class PluginOnStageTest {

    private static final String OURS = "org.hostha.cloudstack.plugin.";
    private static final List<String> MODULES = List.of("bootstrap", "system", "core", "backend", "compute", "kvm-compute",
            "outofbandmanagement", "ipmitool", "nested-cloudstack", "redfish");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void withoutTheJarCloudStackWorksWithItsOwn() throws IOException {
        try (Stage stage = new Stage()) {
            assertThat(stage.modules()).isEqualTo(MODULES);
            hasItsOwn(stage);
            assertThat(stage.log()).noneMatch(line -> line.contains("org.hostha.cloudstack.plugin"));
        }
    }

    @Test
    public void aCloudStackWithEverythingGetsOurBeans() throws IOException {
        try (Stage stage = Stage.withManagers()) {
            assertThat(stage.complaints()).isEmpty();
            assertThat(stage.log()).filteredOn(line -> line.contains(" are ours now")).hasSize(1);
            assertThat(stage.modules()).containsAll(MODULES).contains("hostha-ipmi");
            assertThat(stage.beanClass("core", "haManagerImpl")).isEqualTo(OURS + "HostHAManager");
            assertThat(stage.beanClass("core", "outOfBandManagementServiceImpl")).isEqualTo(OURS + "HostOutOfBandManagementService");
            assertThat(stage.registered("haProvidersRegistry")).containsOnlyKeys(OURS + "kvm.KVMHAProvider")
                    .containsValue("KVMHAProvider");
            assertThat(stage.registered("outOfBandManagementDriversRegistry"))
                    .containsEntry(OURS + "driver.IpmitoolOutOfBandManagementDriver", "IPMITOOL")
                    .containsEntry(OURS + "driver.RedfishOutOfBandManagementDriver", "REDFISH")
                    .containsEntry(OURS + "driver.NestedCloudStackOutOfBandManagementDriver", "NESTEDCLOUDSTACK")
                    .hasSize(4).hasEntrySatisfying(OURS + "driver.IpmiOutOfBandManagementDriver",
                            name -> assertThat(name).isEqualToIgnoringCase("ipmi"));
            assertThat(stage.registered("apiCommandsRegistry")).containsKey(OURS + "HostHAManager");
            assertThat(stage.settings()).containsEntry("ha.scan.interval", "HAManager")
                    .containsEntry("outofbandmanagement.action.timeout", "OutOfBandManagementServiceImpl")
                    .containsEntry("kvm.ha.health.check.timeout", "KVMHAConfig")
                    .containsEntry("outofbandmanagement.ipmitool.path", "IpmitoolOutOfBandManagementDriver");
            assertThat(stage.commands()).hasSizeGreaterThan(25)
                    .containsKey("org.apache.cloudstack.api.command.admin.ha.EnableHAForHostCmd").containsValue("explainHostHA");
            assertThat(stage.commands().entrySet().stream().filter(command -> command.getKey().startsWith(OURS))
                    .map(Map.Entry::getValue)).isNotEmpty().doesNotHaveDuplicates().doesNotContain("");
        }
    }

    @Test
    public void aCloudStackWithoutAMethodKeepsItsOwnAndIsToldWhichInOneLine() throws IOException {
        try (Stage stage = new Stage(Stage.PLUGIN, Stage.without(folder.getRoot().toPath(), "com.cloud.agent.AgentManager",
                "disconnectWithoutInvestigation"))) {
            hasItsOwn(stage);
            assertThat(stage.complaints()).singleElement().asString().startsWith("WARN ").endsWith("this CloudStack lacks "
                    + "com.cloud.agent.AgentManager.disconnectWithoutInvestigation(long, Status.Event): void");
        }
    }

    @Test
    public void aCloudStackWithoutAnEdgeKeepsItsOwnAndIsToldWhichInOneLine() throws IOException {
        try (Stage stage = new Stage(Stage.PLUGIN, Stage.withoutEdge(folder.getRoot().toPath(),
                "ha Checking TooFewActivityCheckSamples Suspect"))) {
            hasItsOwn(stage);
            assertThat(stage.complaints()).singleElement().asString().startsWith("WARN ").contains("this CloudStack lacks the edge "
                    + "Checking -TooFewActivityCheckSamples-> Suspect of org.apache.cloudstack.ha.HAConfig$HAState");
        }
    }

    @Test
    public void aCloudStackWithoutAManagerThatWeWorkWithKeepsItsOwn() throws IOException {
        try (Stage stage = new Stage(Stage.PLUGIN)) {
            hasItsOwn(stage);
            assertThat(stage.complaints()).singleElement().asString().contains("this CloudStack lacks a bean of type com.cloud.");
        }
    }

    @Test
    public void aPluginThatCantBeLinkedIsNotInstalled() throws IOException {
        for (String file : List.of("cloudstack/plugin/boot/Boot.class", "cloudstack/plugin/boot/needs.tsv",
                "cloudstack/plugin/HostHAManager.class", "cloudstack/plugin/kvm/KVMHAProvider.class", "ha/HASettings.class")) {
            Path jar = Stage.damaged(folder.newFolder().toPath().resolve("plugin.jar"), "org/hostha/" + file);
            try (Stage stage = Stage.withManagers(jar)) {
                hasItsOwn(stage);
                assertThat(stage.complaints()).as(file).singleElement().asString().startsWith("WARN ").contains("stays out");
            }
        }
    }

    @Test
    public void aFaultOfOursThatShowsOnlyWhenItStartsLeavesTheManagementServerRunning() throws IOException {
        Path jar = Stage.damaged(folder.getRoot().toPath().resolve("plugin.jar"), "org/hostha/store/JdbcHAStore.class");
        try (Stage stage = Stage.withManagers(jar)) {
            assertThat(stage.modules()).containsAll(MODULES);
            assertThat(stage.beanClass("core", "haManagerImpl")).isEqualTo(OURS + "HostHAManager");
            assertThat(stage.complaints()).isEmpty();
            assertThat(stage.log()).anyMatch(line -> line.startsWith("ERROR ") && line.contains("could not start")
                    && line.contains("NoClassDefFoundError: org/hostha/store/JdbcHAStore"));
        }
    }

    private static void hasItsOwn(Stage stage) {
        assertThat(stage.modules()).containsAll(MODULES);
        assertThat(stage.beanClass("core", "haManagerImpl")).isEqualTo("org.apache.cloudstack.ha.HAManagerImpl");
        assertThat(stage.beanClass("core", "outOfBandManagementServiceImpl"))
                .isEqualTo("org.apache.cloudstack.outofbandmanagement.OutOfBandManagementServiceImpl");
        assertThat(stage.registered("haProvidersRegistry")).containsOnlyKeys("org.apache.cloudstack.kvm.ha.KVMHAProvider");
        assertThat(stage.registered("outOfBandManagementDriversRegistry")).hasSize(3)
                .allSatisfy((type, name) -> assertThat(type).startsWith("org.apache.cloudstack."));
    }
}
