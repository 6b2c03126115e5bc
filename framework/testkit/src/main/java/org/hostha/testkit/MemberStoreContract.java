package org.hostha.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hostha.ha.spi.MemberStore;
import org.junit.Before;
import org.junit.Test;

/** What every {@link MemberStore} keeps to. A store's test extends this. */
public abstract class MemberStoreContract {

    private MemberStore store;

    /** A store that no manager has joined. */
    protected abstract MemberStore emptyStore() throws Exception;

    @Before
    public final void open() throws Exception {
        store = emptyStore();
    }

    @Test
    public void everyRenewalChangesTheManagersOwnNumberAndNoOther() {
        store.join(1, 10);
        store.join(2, 10);
        Map<Long, Long> before = store.renew(1, 10).orElseThrow();
        Map<Long, Long> after = store.renew(1, 10).orElseThrow();
        assertThat(after).containsOnlyKeys(1L, 2L);
        assertThat(after.get(1L)).isGreaterThan(before.get(1L));
        assertThat(after.get(2L)).isEqualTo(before.get(2L));
    }

    @Test
    public void joiningAloneIsSeenByTheOthersAsAChange() {
        store.join(1, 10);
        store.join(2, 10);
        long before = store.renew(1, 10).orElseThrow().get(2L);
        store.join(2, 20);
        assertThat(store.renew(1, 10).orElseThrow().get(2L)).isNotEqualTo(before);
    }

    @Test
    public void aNewRunTakesTheRowFromTheOldOne() {
        store.join(1, 10);
        store.join(1, 20);
        assertThat(store.renew(1, 10)).isEmpty();
        store.leave(1, 10);
        assertThat(store.renew(1, 20)).isPresent();
    }

    @Test
    public void whoHasLeftIsGone() {
        store.join(1, 10);
        store.join(2, 10);
        store.leave(2, 10);
        assertThat(store.renew(1, 10).map(Map::keySet)).hasValue(Set.of(1L));
        assertThat(store.renew(2, 10)).isEqualTo(Optional.empty());
        store.join(2, 30);
        assertThat(store.renew(2, 30).orElseThrow()).containsOnlyKeys(1L, 2L);
    }
}
