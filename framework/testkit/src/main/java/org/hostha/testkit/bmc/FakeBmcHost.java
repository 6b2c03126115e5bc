package org.hostha.testkit.bmc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * One thread for any number of {@link FakeBmc}s, each on a port of its own: where their datagrams get lost and delayed.
 */
public final class FakeBmcHost implements AutoCloseable {

    private record Late(long due, Socket socket, InetSocketAddress to, byte[] packet) { }

    private final InetAddress address;
    private final Selector selector;
    private final Thread thread;
    private final PriorityQueue<Late> late = new PriorityQueue<>((a, b) -> Long.signum(a.due() - b.due()));
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(2048);
    private final Random random = new Random(42);
    private volatile boolean closed;

    /** On the IPv4 loopback address. */
    public FakeBmcHost() {
        this(InetAddress.getLoopbackAddress());
    }

    /** @param address one of loopback, such as {@code ::1} */
    public FakeBmcHost(InetAddress address) {
        this.address = address;
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = new Thread(this::run, "fake-bmcs");
        thread.setDaemon(true);
        thread.start();
    }

    /** Another BMC on this host's thread. @param port 0 for a free one; @param seed makes its GUID */
    public FakeBmc add(int port, long seed) {
        return new FakeBmc(this, false, port, seed);
    }

    String address() {
        return address.getHostAddress();
    }

    record Socket(DatagramChannel channel, FakeBmc bmc) {

        int port() {
            return channel.socket().getLocalPort();
        }
    }

    Socket bind(FakeBmc bmc, int port) {
        try {
            DatagramChannel channel = DatagramChannel.open(
                    address instanceof Inet6Address ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
            channel.bind(new InetSocketAddress(address, port)).configureBlocking(false);
            Socket socket = new Socket(channel, bmc);
            channel.register(selector, SelectionKey.OP_READ, socket);
            selector.wakeup();
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void unbind(Socket socket) {
        try {
            socket.channel().close();
            selector.wakeup();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run() {
        try {
            while (!closed) {
                long wait = late.isEmpty() ? 1000 : Math.max(1, (late.peek().due() - System.nanoTime()) / 1_000_000);
                selector.select(key -> receive((Socket) key.attachment()), wait);
                while (!late.isEmpty() && late.peek().due() - System.nanoTime() <= 0) {
                    Late due = late.remove();
                    sendNow(due.socket(), due.to(), due.packet());
                }
            }
        } catch (IOException | ClosedSelectorException e) {
            closed = true;
        }
    }

    private void receive(Socket socket) {
        try {
            InetSocketAddress from = (InetSocketAddress) socket.channel().receive(buffer.clear());
            if (from == null) {
                return;
            }
            byte[] packet = new byte[buffer.flip().remaining()];
            buffer.get(packet);
            Faults faults = socket.bmc().faults;
            int copies = faults.silent || chance(faults.loss) ? 0 : chance(faults.duplication) ? 2 : 1;
            for (int i = 0; i < copies; i++) {
                socket.bmc().answer(packet).ifPresent(answer -> reply(socket, from, answer, faults));
            }
        } catch (IOException e) {
            // The datagram is lost, as datagrams may be.
        }
    }

    private void reply(Socket socket, InetSocketAddress to, byte[] answer, Faults faults) {
        if (chance(faults.garbage)) {
            byte[] rubbish = new byte[random.nextInt(200)];
            random.nextBytes(rubbish);
            send(socket, to, rubbish, faults);
            if (answer[5] == (byte) 0xc0) {
                byte[] damaged = answer.clone();
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
                send(socket, to, damaged, faults);
            }
        }
        int copies = chance(faults.loss) ? 0 : chance(faults.duplication) ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            send(socket, to, answer, faults);
        }
    }

    private void send(Socket socket, InetSocketAddress to, byte[] packet, Faults faults) {
        long spread = faults.jitter.toNanos();
        long delay = faults.delay.toNanos() + (spread == 0 ? 0 : (long) (random.nextDouble() * spread));
        if (delay == 0) {
            sendNow(socket, to, packet);
        } else {
            late.add(new Late(System.nanoTime() + delay, socket, to, packet));
        }
    }

    private static void sendNow(Socket socket, InetSocketAddress to, byte[] packet) {
        try {
            socket.channel().send(ByteBuffer.wrap(packet), to);
        } catch (IOException e) {
            // Lost: nobody listens there any more, or its BMC has been closed; the others go on.
        }
    }

    private boolean chance(double share) {
        return share > 0 && random.nextDouble() < share;
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join(2000);
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
