package org.hostha.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.ha.HAEvent;
import org.hostha.ha.HARow;
import org.hostha.ha.HAState;
import org.hostha.ha.Order;
import org.hostha.ha.ReleaseRecord.Outcome;
import org.hostha.ha.ReleaseRecord.Vm;
import org.hostha.ha.Stored;
import org.hostha.ha.spi.HAStore;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What a store has answered StoredDurably to is there after the process has died at once. */
public class CrashTest {

    private static final Resource HOST = new Resource(PartitionType.Host, 1, "uuid", "host", 1, 1, 1);
    private static final Stored NEXT = new Stored(Optional.of(HAState.Fencing), 3, 3, 0, 1, true,
            Optional.of(new Order(1, Order.Kind.FENCE, Order.Step.OFF)), OptionalLong.of(2));

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void aCommitSurvivesTheDeathOfTheProcess() throws Exception {
        Path file = folder.getRoot().toPath().resolve("crash");
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Dying.class.getName(), file.toString())
                .redirectErrorStream(true).redirectOutput(new File(folder.getRoot(), "child.log")).start();
        try {
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.exitValue()).as("see child.log").isEqualTo(Dying.STORED);

        HAStore store = new JdbcHAStore(database(file), Clock.systemUTC(), resource -> List.of());
        HARow row = store.row(HOST).orElseThrow();
        assertThat(row.stored()).isEqualTo(NEXT);
        assertThat(row.owner()).hasValue(7);
        assertThat(store.release(HOST, 2).vms()).extracting(Vm::name).containsExactly("a", "b");
        assertThat(store.decisions(HOST, 0, 10)).hasSize(1);
    }

    private static DataSource database(Path file) {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:file:" + file
                + ";WRITE_DELAY=0;MODE=MySQL;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE");
        return database;
    }

    /** Stores one decision and dies without closing anything. */
    public static final class Dying {

        private static final int STORED = 42;

        private Dying() {
        }

        public static void main(String[] arguments) throws Exception {
            DataSource database = database(Path.of(arguments[0]));
            Schema.run(database, "cloudstack/V0_1__cloudstack.sql");
            Schema.run(database, "V1__ha.sql");
            Schema.run(database, "V20__directives.sql");
            Schema.run(database, "V11__storm_guards.sql");
            HAStore store = new JdbcHAStore(database, Clock.systemUTC(), resource -> List.of(
                    new Vm("uuid-a", "a", Outcome.PENDING, ""), new Vm("uuid-b", "b", Outcome.PENDING, "")));
            store.configure(HOST, "kvmhaprovider");
            store.turnSwitch(HOST.partition(), true);
            HARow row = store.claim(store.row(HOST).orElseThrow(), 7).orElseThrow();
            List<HAStore.Answer> answers = store.commit(List.of(new HAStore.Commit(HOST, 7, row.epoch(), row.version(),
                    Optional.of(HAState.Disabled), List.of(HAEvent.Enabled), NEXT, "seen off", true, true)));
            Runtime.getRuntime().halt(answers.equals(List.of(new HAStore.Answer.StoredDurably())) ? STORED : 1);
        }
    }
}
