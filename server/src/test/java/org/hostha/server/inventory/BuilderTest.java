package org.hostha.server.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.hostha.core.Resource;
import org.hostha.server.OnDatabase;
import org.hostha.server.TestDatabase;
import org.hostha.server.db.Database;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

@Category(OnDatabase.class)
public class BuilderTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Database database;
    private Inventory inventory;
    private Builder builder;

    @Before
    public void open() {
        database = TestDatabase.open(folder.getRoot().toPath());
        inventory = new Inventory(database);
        builder = new Builder(database, inventory);
    }

    @After
    public void close() {
        database.close();
    }

    private long add(String name) {
        long zone = builder.zone("zone-of-" + name, Map.of());
        long pod = builder.pod(zone, "pod", new Builder.PodNetwork(null, null, null, null));
        long cluster = builder.cluster(zone, pod, "cluster", "KVM", "CloudManaged", "x86_64");
        return builder.host(zone, pod, cluster, new Builder.NewHost(name, "10.0.0.1", Optional.empty(), "KVM", "x86_64", true,
                List.of()));
    }

    @Test
    public void aHostThatWasAddedIsKnownAlsoWhenTheHostsWereReadBetweenItsRowAndTheCommit() {
        long id = builder.together(() -> {
            long added = add("kvm-01");
            CompletableFuture.runAsync(inventory::reload).join();
            return added;
        });

        assertThat(inventory.host(id)).isPresent();
    }

    @Test
    public void aChangeThatIsTakenBackIsNeverSeen() {
        long id = builder.together(() -> add("kvm-01"));
        Resource host = inventory.host(id).orElseThrow().resource();

        assertThatThrownBy(() -> builder.changeTogether(() -> {
            builder.change(host, "kvm-02", null, null);
            throw new IllegalStateException("refused");
        })).hasMessage("refused");

        assertThat(inventory.host(id).orElseThrow().resource().name()).isEqualTo("kvm-01");
    }
}
