package org.hostha.oobm.ipmi.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.After;
import org.junit.Test;

public class ResolverTest {

    private final CountDownLatch answered = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private final Resolver resolver = new Resolver(this::slowly);

    private InetAddress slowly(String name) throws UnknownHostException {
        asked.incrementAndGet();
        try {
            answered.await();
        } catch (InterruptedException e) {
            throw new UnknownHostException("interrupted");
        }
        return InetAddress.getByAddress(name, new byte[] {10, 0, 0, 7});
    }

    @After
    public void close() {
        resolver.close();
    }

    @Test
    public void anAddressInFiguresAsksNobody() {
        for (String address : List.of("10.0.0.7", "255.255.255.255", "::1", "2001:db8::7", "[2001:db8::7]", "::ffff:10.0.0.7")) {
            assertThat(resolver.resolve(address)).as(address).isCompleted();
        }
        assertThat(asked).hasValue(0);
    }

    @Test
    public void whatIsNeitherNameNorAddressAsksNobody() {
        for (String address : List.of("kvm-01:623", "10.0.0.7:623", "2001:db8::7::1", "a:b:c:d:e:f:g", "[bmc-7]")) {
            assertThat(resolver.resolve(address)).as(address).isCompletedExceptionally();
        }
        assertThat(asked).hasValue(0);
    }

    @Test
    public void namesAreLookedUpElsewhereEvenThoseThatLookLikeAddresses() {
        for (String name : List.of("bmc-7.example", "10.0.0.300", "1.2.3", "cafe.de", "7")) {
            assertThat(resolver.resolve(name)).as(name).isNotDone();
        }
    }

    @Test
    public void aNameThatIsBeingLookedUpIsNotLookedUpAgain() throws Exception {
        List<CompletableFuture<InetAddress>> all = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            all.add(resolver.resolve("bmc-7.example"));
        }
        answered.countDown();
        for (CompletableFuture<InetAddress> one : all) {
            assertThat(one.get(30, TimeUnit.SECONDS).getHostAddress()).isEqualTo("10.0.0.7");
        }
        assertThat(asked).hasValue(1);
        assertThat(resolver.resolve("bmc-7.example").get(30, TimeUnit.SECONDS)).isNotNull();
        assertThat(asked).hasValue(2);
    }
}
