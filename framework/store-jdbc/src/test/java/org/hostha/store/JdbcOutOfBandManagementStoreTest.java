package org.hostha.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.hostha.core.Partition;
import org.hostha.core.Secret;
import org.hostha.core.SecretCipher;
import org.hostha.oobm.OutOfBandManagement;
import org.hostha.oobm.PowerState;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class JdbcOutOfBandManagementStoreTest {

    private static final long HOST = 300;

    private DataSource database;
    private JdbcOutOfBandManagementStore store;
    private Connection open;

    /** A database without tables. */
    protected DataSource emptyDatabase() throws Exception {
        return Databases.emptyH2();
    }

    private JdbcOutOfBandManagementStore store(String key) {
        return new JdbcOutOfBandManagementStore(database, new SecretCipher(Secret.of(key)), Clock.systemUTC());
    }

    @Before
    public void create() throws Exception {
        database = emptyDatabase();
        store = store("the key");
        open = database.getConnection();
        Schema.run(database, "cloudstack/V0_1__cloudstack.sql");
        Schema.run(database, "V1__ha.sql");
        Schema.run(database, "V2__out_of_band_management.sql");
        store.configure(HOST, "ipmitool", "10.0.0.7", "623", "ha", Secret.of("s3cret"));
    }

    @After
    public void drop() throws Exception {
        if (open != null) {
            open.close();
        }
    }

    private OutOfBandManagement row() {
        return store.find(HOST).orElseThrow();
    }

    @Test
    public void aConfiguredHostIsSwitchedOffAndUnproven() {
        assertThat(row().enabled()).isFalse();
        assertThat(row().powerState()).contains(PowerState.Disabled);
        assertThat(row().proven()).isEmpty();
        assertThat(row().password()).isEqualTo(Secret.of("s3cret"));
        assertThat(store.all()).hasSize(1);
    }

    @Test
    public void noPasswordStandsInTheDatabaseAsItIs() throws Exception {
        store.savePendingPassword(HOST, Secret.of("n3wsecret"));
        try (Statement statement = open.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT * FROM oobm o JOIN hostha_oobm h ON h.host_id = o.host_id")) {
            assertThat(rows.next()).isTrue();
            for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                assertThat(String.valueOf(rows.getString(column))).doesNotContain("s3cret").doesNotContain("n3wsecret");
            }
        }
    }

    @Test
    public void aPasswordThatCannotBeDecryptedLeavesOutItsRowAloneAndIsTold() {
        store("another key").configure(HOST + 1, "ipmitool", "10.0.0.8", "623", "ha", Secret.of("other"));
        List<Map<Long, String>> told = new ArrayList<>();
        List<OutOfBandManagement> rows = new JdbcOutOfBandManagementStore(database,
                new SecretCipher(Secret.of("the key")), Clock.systemUTC(), told::add).all();
        assertThat(rows).extracting(OutOfBandManagement::hostId).containsExactly(HOST);
        assertThat(told).singleElement().satisfies(hosts -> assertThat(hosts).containsOnlyKeys(HOST + 1));
    }

    @Test
    public void anotherKeyIsToldFromAWrongPassword() {
        assertThatThrownBy(() -> store("another key").find(HOST)).isInstanceOf(StoreException.class)
                .hasMessageContaining("host 300").hasMessageContaining("another key");
    }

    @Test
    public void configuringAnewForgetsWhatWasProvenAndKeepsTheSwitch() {
        store.turnSwitch(Partition.host(HOST), true);
        assertThat(store.saveProof(row(), Optional.of("0123"))).isTrue();
        assertThat(row().proven()).isPresent();
        assertThat(row().systemGuid()).contains("0123");

        store.configure(HOST, "ipmitool", "10.0.0.8", "623", "ha", Secret.of("s3cret"));
        assertThat(row().proven()).isEmpty();
        assertThat(row().systemGuid()).isEmpty();
        assertThat(row().enabled()).isTrue();
        assertThat(row().address()).isEqualTo("10.0.0.8");
    }

    @Test
    public void aPendingPasswordIsPromotedOrDropped() {
        assertThat(store.savePendingPassword(HOST, Secret.of("one"))).isTrue();
        store.dropPendingPassword(HOST, Secret.of("one"));
        assertThat(row().pendingPassword()).isEmpty();

        store.savePendingPassword(HOST, Secret.of("two"));
        assertThat(store.promotePassword(row(), Secret.of("two"))).isTrue();
        assertThat(row().password()).isEqualTo(Secret.of("two"));
        assertThat(row().pendingPassword()).isEmpty();
    }

    @Test
    public void aPendingPasswordIsKeptUntilItIsSettledItself() {
        store.savePendingPassword(HOST, Secret.of("one"));
        assertThat(store.savePendingPassword(HOST, Secret.of("two"))).isFalse();
        store.dropPendingPassword(HOST, Secret.of("two"));
        assertThat(row().pendingPassword()).contains(Secret.of("one"));

        assertThat(store.promotePassword(row(), Secret.of("of another change"))).isTrue();
        assertThat(row().password()).isEqualTo(Secret.of("of another change"));
        assertThat(row().pendingPassword()).contains(Secret.of("one"));
    }

    @Test
    public void aPasswordThatIsToldLateDoesNotReplaceOneThatWasSetSince() {
        OutOfBandManagement before = row();
        store.savePendingPassword(HOST, Secret.of("one"));
        store.promotePassword(row(), Secret.of("one"));
        assertThat(store.promotePassword(before, Secret.of("one"))).as("by two").isTrue();
        store.savePendingPassword(HOST, Secret.of("two"));
        store.promotePassword(row(), Secret.of("two"));

        assertThat(store.promotePassword(before, Secret.of("one"))).isFalse();
        assertThat(row().password()).isEqualTo(Secret.of("two"));
    }

    @Test
    public void ofPasswordsSavedAtOnceOneIsPending() throws Exception {
        ExecutorService managers = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 10; round++) {
                store.configure(HOST, "ipmitool", "10.0.0.7", "623", "ha", Secret.of("s3cret"));
                List<Callable<Secret>> changes = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    Secret next = Secret.of("next" + i);
                    changes.add(() -> store.savePendingPassword(HOST, next) ? next : null);
                }
                List<Secret> saved = new ArrayList<>();
                for (Future<Secret> change : managers.invokeAll(changes)) {
                    saved.add(change.get());
                }
                assertThat(saved).filteredOn(Objects::nonNull).containsExactly(row().pendingPassword().orElseThrow());
            }
        } finally {
            managers.shutdownNow();
        }
    }

    @Test
    public void whatAnotherBmcOrUserShowedIsNeitherProofNorPassword() {
        OutOfBandManagement before = row();
        for (String[] now : new String[][] {{"10.0.0.8", "ha"}, {"10.0.0.7", "another"}}) {
            store.configure(HOST, "ipmitool", now[0], "623", now[1], Secret.of("s3cret"));
            assertThat(store.saveProof(before, Optional.of("0123"))).isFalse();
            assertThat(store.promotePassword(before, Secret.of("two"))).isFalse();
            assertThat(row()).matches(row -> row.proven().isEmpty() && row.systemGuid().isEmpty());
            assertThat(row().password()).isEqualTo(Secret.of("s3cret"));
        }
    }

    @Test
    public void aProofIsForThePasswordThatWasTriedOrWasPendingThen() {
        store.savePendingPassword(HOST, Secret.of("two"));
        OutOfBandManagement before = row();
        store.promotePassword(before, Secret.of("two"));
        assertThat(store.saveProof(before, Optional.empty())).isTrue();

        store.configure(HOST, "ipmitool", "10.0.0.7", "623", "ha", Secret.of("three"));
        assertThat(store.saveProof(before, Optional.empty())).isFalse();
        assertThat(row().proven()).isEmpty();
    }

    @Test
    public void aReadingCountsForAHostThatIsSwitchedOnAndHasTheBmcStill() {
        OutOfBandManagement asked = row();
        assertThat(store.saveReading(asked, PowerState.On)).isFalse();
        assertThat(row().powerState()).contains(PowerState.Disabled);

        store.turnSwitch(Partition.host(HOST), true);
        assertThat(store.saveReading(asked, PowerState.On)).isTrue();
        assertThat(row().powerState()).contains(PowerState.On);

        store.configure(HOST, "ipmitool", "10.0.0.8", "623", "ha", Secret.of("s3cret"));
        assertThat(store.saveReading(asked, PowerState.Off)).isFalse();
        assertThat(row().powerState()).contains(PowerState.On);
    }

    @Test
    public void theSwitchesOfZonesAndClustersAreCloudStacksDetails() throws Exception {
        assertThat(store.switchedOn(Partition.cluster(1))).isTrue();
        store.turnSwitch(Partition.cluster(1), false);
        store.turnSwitch(Partition.zone(1), false);

        assertThat(store.switchedOn(Partition.cluster(1))).isFalse();
        assertThat(store.switchedOn(Partition.zone(1))).isFalse();
        assertThat(store.switchedOn(Partition.zone(2))).isTrue();
        try (Statement statement = open.createStatement();
                ResultSet details = statement.executeQuery(
                        "SELECT name, `value` FROM cluster_details WHERE cluster_id = 1")) {
            assertThat(details.next()).isTrue();
            assertThat(details.getString(1)).isEqualTo("outOfBandManagementEnabled");
            assertThat(details.getString(2)).isEqualTo("false");
        }
    }

    @Test
    public void aPowerStateIsKept() {
        store.savePowerState(HOST, PowerState.Off);
        assertThat(row().powerState()).contains(PowerState.Off);
    }
}
