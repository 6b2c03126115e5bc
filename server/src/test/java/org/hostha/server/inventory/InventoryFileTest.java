package org.hostha.server.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.hostha.core.Setting;
import org.hostha.core.Setting.Scope;
import org.hostha.server.settings.Catalogue;
import org.junit.Test;

public class InventoryFileTest {

    private static final Catalogue CATALOGUE =
            new Catalogue(List.of(Setting.seconds("some.interval", 5, Scope.Global, "An interval")));

    private static InventorySpec parse(String... lines) {
        return InventoryFile.parse("inv.yaml", String.join("\n", lines), CATALOGUE);
    }

    private static void refused(String place, String complaint, String... lines) {
        assertThatThrownBy(() -> parse(lines)).isInstanceOf(InventoryException.class)
                .hasMessageContaining(place).hasMessageContaining(complaint);
    }

    private static String[] cluster(String... fields) {
        String[] lines = new String[fields.length + 5];
        lines[0] = "zones:";
        lines[1] = "  - name: z";
        lines[2] = "    pods:";
        lines[3] = "      - name: p";
        lines[4] = "        clusters: [ {name: c, hypervisor: KVM,";
        System.arraycopy(fields, 0, lines, 5, fields.length);
        lines[lines.length - 1] += " } ]";
        return lines;
    }

    @Test
    public void settingsAndZonesAreRead() {
        InventorySpec spec = parse("zones: [ {name: z} ]", "settings: {some.interval: 2}");

        assertThat(spec.zones()).extracting(InventorySpec.Zone::name).containsExactly("z");
        assertThat(spec.settings()).containsEntry("some.interval", "2");
    }

    @Test
    public void brokenYamlIsRefusedAtItsLine() {
        refused("inv.yaml line 2", "this is not YAML", "zones: [", "  - {name: z");
    }

    @Test
    public void anEmptyFileIsRefused() {
        refused("inv.yaml", "is empty", "");
    }

    @Test
    public void zonesMustBeThere() {
        refused("line 1", "'zones' is missing", "settings: {}");
    }

    @Test
    public void unknownFieldsAreMistakes() {
        refused("line 2: zones[0].pod", "unknown field; use one of [name, pods]", "zones:", "  - {name: z, pod: []}");
    }

    @Test
    public void unknownSettingsAreMistakes() {
        refused("line 2: settings.no.such.key", "no setting of that name", "zones: []", "settings: {no.such.key: 1}");
    }

    @Test
    public void valuesOfSettingsAreChecked() {
        refused("line 2: settings.some.interval", "'soon' is not a valid value", "zones: []",
                "settings: {some.interval: soon}");
    }

    @Test
    public void aVmMustBeOnAHostOfItsCluster() {
        refused("line 7: zones[0].pods[0].clusters[0].vms[0].host",
                "there is no host of this cluster 'h9'; use one of [h1]",
                cluster("pools: [ {name: n, path: /n, type: NetworkFilesystem} ], hosts: [ {name: h1, address: a,"
                        + " agent: \"http://x:1\"} ],",
                        "vms: [ {name: v, host: h9, pool: n} ]"));
    }

    @Test
    public void namesOfHostsAreUnique() {
        refused("line 7", "'h1' is there twice", cluster("hosts: [ {name: h1, address: a, agent: \"http://x:1\"},",
                "{name: h1, address: b, agent: \"http://x:2\"} ]"));
    }

    @Test
    public void agentsAreHttpOrSshAddresses() {
        refused("hosts[0].agent", "'x:1' is not an address of an agent",
                cluster("hosts: [ {name: h1, address: a, agent: \"x:1\"} ]"));
    }

    @Test
    public void poolTypesAreCloudStacks() {
        refused("pools[0].type", "there is no pool type 'NFS'", cluster("pools: [ {name: n, path: /n, type: NFS} ]"));
    }
}
