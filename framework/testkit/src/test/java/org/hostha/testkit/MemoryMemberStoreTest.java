package org.hostha.testkit;

import org.hostha.ha.spi.MemberStore;

public class MemoryMemberStoreTest extends MemberStoreContract {

    @Override
    protected MemberStore emptyStore() {
        return new MemoryMemberStore();
    }
}
