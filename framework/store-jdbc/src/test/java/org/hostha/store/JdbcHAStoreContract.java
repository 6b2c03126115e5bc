package org.hostha.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.hostha.core.Partition;
import org.hostha.core.Resource;
import org.hostha.ha.HAEvent;
import org.hostha.ha.HARow;
import org.hostha.ha.HAState;
import org.hostha.ha.ReleaseRecord.Vm;
import org.hostha.ha.spi.HAStore;
import org.hostha.ha.spi.HAStore.Answer;
import org.hostha.testkit.HAStoreContract;
import org.junit.Test;

/** The contract, and what is true of a database alone: others write to it too. */
public abstract class JdbcHAStoreContract extends HAStoreContract {

    private DataSource database;

    /** A database without tables. */
    protected abstract DataSource emptyDatabase() throws Exception;

    @Override
    protected HAStore emptyStore(Clock clock, Function<Resource, List<Vm>> vmsOn) throws Exception {
        database = emptyDatabase();
        Schema.run(database, "cloudstack/V0_1__cloudstack.sql");
        Schema.run(database, "V1__ha.sql");
        Schema.run(database, "V20__directives.sql");
        Schema.run(database, "V11__storm_guards.sql");
        return new JdbcHAStore(database, clock, vmsOn);
    }

    @Override
    protected void overwriteState(Resource resource, Optional<HAState> state) throws SQLException {
        execute("UPDATE ha_config SET ha_state = ? WHERE resource_id = ?", state.map(HAState::name).orElse(null),
                resource.id());
    }

    @Test
    public void aRowThatSomebodyElseInsertedCountsAsEpochZero() throws SQLException {
        execute("INSERT INTO ha_config (resource_id, resource_type, enabled, ha_state, provider, update_count,"
                + " mgmt_server_id) VALUES (1, 'Host', 1, NULL, 'kvmhaprovider', 4, ?)", OWNER);
        HARow row = store().row(h1).orElseThrow();
        assertThat(row.epoch()).isZero();
        assertThat(row.enabled()).isTrue();
        assertThat(row.stored().state()).isEmpty();
        assertThat(store().commit(List.of(commit(h1, row, in(HAState.Available)))))
                .containsExactly(new Answer.StoredDurably());
        HARow stored = store().row(h1).orElseThrow();
        assertThat(stored.version()).isEqualTo(5);
        assertThat(store().claim(stored, OTHER).orElseThrow().epoch()).isEqualTo(1);
    }

    @Test
    public void aRowWithAnUnknownStateIsRefusedByNameAndDoesNotHideTheOthers() throws SQLException {
        claimed(h1);
        claimed(h2);
        execute("UPDATE ha_config SET ha_state = 'Exploded' WHERE resource_id = ?", h1.id());
        assertThatThrownBy(() -> store().row(h1)).isInstanceOf(StoreException.class)
                .hasMessageContaining("ha_config (Host 1) has an unknown ha_state: 'Exploded'");
        assertThat(store().rows()).extracting(HARow::resourceId).containsExactly(2L);
    }

    @Test
    public void anUnreadableRowStillTakesTheCommitOfItsOwner() throws SQLException {
        HARow row = claimed(h1);
        execute("UPDATE ha_config SET ha_state = 'Exploded' WHERE resource_id = ?", h1.id());
        assertThat(store().commit(List.of(commit(h1, row, in(HAState.Available)))))
                .containsExactly(new Answer.StoredDurably());
        assertThat(store().row(h1).orElseThrow().stored()).isEqualTo(in(HAState.Available));
    }

    @Test
    public void whatIsNeitherEmptyNorTrueSwitchesOff() throws SQLException {
        execute("INSERT INTO cluster_details (cluster_id, name, `value`) VALUES (1, 'resourceHAEnabled', '')");
        execute("INSERT INTO cluster_details (cluster_id, name, `value`) VALUES (2, 'resourceHAEnabled', 'TRUE')");
        execute("INSERT INTO cluster_details (cluster_id, name, `value`) VALUES (3, 'resourceHAEnabled', 'yes')");
        execute("INSERT INTO cluster_details (cluster_id, name, `value`)"
                + " VALUES (4, 'outOfBandManagementEnabled', 'false')");
        execute("INSERT INTO data_center_details (dc_id, name, `value`) VALUES (3, 'resourceHAEnabled', 'no')");
        assertThat(store().switchedOn(Partition.cluster(1))).isTrue();
        assertThat(store().switchedOn(Partition.cluster(2))).isTrue();
        assertThat(store().switchedOn(Partition.cluster(3))).isFalse();
        assertThat(store().switchedOn(Partition.cluster(4))).isTrue();
        assertThat(store().switchedOn(Partition.zone(3))).isFalse();
    }

    @Test
    public void oneOfSeveralRowsOfASwitchIsEnoughToSwitchOff() throws SQLException {
        for (String value : List.of("true", "false", "true")) {
            execute("INSERT INTO cluster_details (cluster_id, name, `value`) VALUES (300, 'resourceHAEnabled', ?)",
                    value);
        }
        assertThat(store().switchedOn(Partition.cluster(300))).isFalse();
        store().turnSwitch(Partition.cluster(300), true);
        assertThat(store().switchedOn(Partition.cluster(300))).isTrue();
    }

    @Test
    public void textsThatAreTooLongForTheirColumnAreCutNotRefused() {
        HARow row = claimed(h1);
        String essay = "word ".repeat(1000);
        store().commit(List.of(new HAStore.Commit(h1, OWNER, row.epoch(), row.version(), Optional.empty(), List.of(),
                in(HAState.Suspect), essay, false, false)));
        assertThat(store().row(h1).orElseThrow().reason()).hasSize(1024).startsWith("word word").endsWith("...");
    }

    @Test
    public void aStateChangeSetsTheTimeOfUpdateInGmt() throws SQLException {
        HARow row = claimed(h1);
        store().commit(List.of(commit(h1, row, in(HAState.Available))));
        assertThat(count("SELECT COUNT(*) FROM ha_config WHERE update_time IS NULL")).isEqualTo(1);
        store().commit(List.of(new HAStore.Commit(h1, OWNER, row.epoch(), row.version() + 1, Optional.empty(),
                List.of(HAEvent.HealthCheckFailed), in(HAState.Suspect), "", false, false)));
        assertThat(count("SELECT COUNT(*) FROM ha_config WHERE update_time = '2026-03-01 12:00:00'")).isEqualTo(1);
    }

    @Test
    public void anythingThatIsNotATextOfOursSurvivesTheAlphabet() {
        HARow row = claimed(h1);
        store().commit(List.of(new HAStore.Commit(h1, OWNER, row.epoch(), row.version(), Optional.empty(), List.of(),
                in(HAState.Suspect), "größer als ∞ \uD83D\uDE80", false, false)));
        assertThat(store().row(h1).orElseThrow().reason()).isEqualTo("größer als ∞ \uD83D\uDE80");
    }

    @Test
    public void withoutTheLockRowNothingIsArmed() throws SQLException {
        HARow row = claimed(h1);
        store().turnSwitch(h1.partition(), true);
        execute("DELETE FROM hostha_lock");
        assertThatThrownBy(() -> store().commit(List.of(new HAStore.Commit(h1, OWNER, row.epoch(), row.version(),
                Optional.empty(), List.of(), in(HAState.Fencing), "", true, false))))
                .isInstanceOf(StoreException.class).hasMessageContaining("hostha_lock");
        assertThat(store().row(h1)).contains(store().rows().get(0));
        assertThat(store().row(h1).orElseThrow().version()).isEqualTo(row.version());
    }

    private void execute(String sql, Object... parameters) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }

    private int count(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                var rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
