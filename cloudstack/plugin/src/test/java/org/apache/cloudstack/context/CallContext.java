package org.apache.cloudstack.context;

/** CloudStack's, as far as the plugin feels it. */
public class CallContext {

    private static final ThreadLocal<CallContext> CURRENT = ThreadLocal.withInitial(() -> new CallContext(1, 1));

    private final long user;
    private final long account;

    protected CallContext(long user, long account) {
        this.user = user;
        this.account = account;
    }

    /** The calling thread works for this user from now on. */
    public static void registerFor(long user, long account) {
        CURRENT.set(new CallContext(user, account));
    }

    public static CallContext current() {
        return CURRENT.get();
    }

    public long getCallingUserId() {
        return user;
    }

    public long getCallingAccountId() {
        return account;
    }
}
