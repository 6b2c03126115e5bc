package org.hostha.oobm.ipmi.internal.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.core.EventLoop;
import org.hostha.core.MonotonicTime;
import org.hostha.oobm.ipmi.internal.wire.Datagram;

/**
 * One thread that owns a few UDP ports, sends and receives without ever blocking on either, and keeps the time.
 *
 * <p>Every port talks to every BMC, so the number of BMCs costs no sockets. Timers may be set and cancelled on the
 * loop's own thread only; {@link #execute} is for everybody.
 */
public final class UdpLoop implements EventLoop, Network, AutoCloseable {

    private static final Logger LOG = LogManager.getLogger(UdpLoop.class);
    private static final int SOCKET_BUFFER = 4 << 20;
    /** Datagrams taken from one port before timers and tasks get their turn. */
    private static final int BATCH = 256;
    private static final int MAX_FRESH_PORTS = 64;
    /** One more byte than is ever accepted, so that what is cut off is seen to be too long. */
    private static final int LARGEST = Datagram.MAX_LENGTH + 1;

    private final Selector selector;
    private final Thread thread;
    private Receiver receiver;
    private final List<UdpPort> shared = new ArrayList<>();
    private final Timers timers = new Timers();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean awake = new AtomicBoolean();
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(LARGEST);
    private final ByteBuffer outgoing = ByteBuffer.allocateDirect(LARGEST);
    private volatile boolean closed;
    private int freshPorts;

    /** @throws UncheckedIOException when no port can be had */
    public UdpLoop(String name, int sharedPorts) {
        try {
            selector = Selector.open();
            for (int i = 0; i < sharedPorts; i++) {
                shared.add(new UdpPort(true));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't open a UDP port", e);
        }
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** Begins to run, with {@code receiver} for whatever arrives. */
    public void start(Receiver receiver) {
        this.receiver = receiver;
        thread.start();
    }

    private final class UdpPort implements Port {
        private final DatagramChannel channel;
        private final boolean isShared;

        UdpPort(boolean isShared) throws IOException {
            this.isShared = isShared;
            channel = DatagramChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER);
            channel.bind(null).configureBlocking(false).register(selector, SelectionKey.OP_READ, this);
        }

        @Override
        public void send(InetSocketAddress to, byte[] datagram) throws IOException {
            channel.send(outgoing.clear().put(datagram).flip(), to);
        }

        @Override
        public void release() {
            if (!isShared && channel.isOpen()) {
                freshPorts--;
                shut();
            }
        }

        void shut() {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.debug("closing a UDP port failed", e);
            }
        }

        void drain() {
            try {
                for (int i = 0; i < BATCH; i++) {
                    InetSocketAddress from = (InetSocketAddress) channel.receive(incoming.clear());
                    if (from == null) {
                        return;
                    }
                    byte[] datagram = new byte[incoming.flip().remaining()];
                    incoming.get(datagram);
                    guarded(() -> receiver.receive(from, datagram));
                }
            } catch (IOException e) {
                LOG.debug("receiving failed", e);
            }
        }
    }

    @Override
    public int sharedPorts() {
        return shared.size();
    }

    @Override
    public Port sharedPort(int index) {
        return shared.get(index);
    }

    @Override
    public Optional<Port> freshPort() {
        if (freshPorts >= MAX_FRESH_PORTS) {
            return Optional.empty();
        }
        try {
            UdpPort port = new UdpPort(false);
            freshPorts++;
            return Optional.of(port);
        } catch (IOException e) {
            LOG.debug("no further UDP port", e);
            return Optional.empty();
        }
    }

    @Override
    public MonotonicTime now() {
        return new MonotonicTime(System.nanoTime());
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (Thread.currentThread() != thread && awake.compareAndSet(false, true)) {
            selector.wakeup();
        }
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        if (Thread.currentThread() != thread) {
            throw new IllegalStateException("timers belong to the thread " + thread.getName());
        }
        return timers.add(System.nanoTime() + delay.toNanos(), task);
    }

    private void run() {
        try {
            while (!closed) {
                await();
                runTasks();
                for (Runnable due = timers.poll(System.nanoTime()); due != null; due = timers.poll(System.nanoTime())) {
                    guarded(due);
                }
            }
            runTasks();
        } catch (IOException | ClosedSelectorException e) {
            LOG.error("{} ends: its selector failed", thread.getName(), e);
        } finally {
            shutDown();
        }
    }

    private void await() throws IOException {
        awake.set(false);
        long nanos = timers.untilNext(System.nanoTime());
        if (!tasks.isEmpty() || nanos == 0) {
            selector.selectNow(this::drain);
        } else if (nanos == Long.MAX_VALUE) {
            selector.select(this::drain);
        } else {
            selector.select(this::drain, TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
        }
        awake.set(true);
    }

    private void drain(SelectionKey key) {
        ((UdpPort) key.attachment()).drain();
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            guarded(task);
        }
    }

    /** One faulty task or packet must not silence ten thousand BMCs. */
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable t) {
            LOG.error("a task of the IPMI loop failed", t);
        }
    }

    private void shutDown() {
        shared.forEach(UdpPort::shut);
        selector.keys().forEach(key -> ((UdpPort) key.attachment()).shut());
        try {
            selector.close();
        } catch (IOException e) {
            LOG.debug("closing the selector failed", e);
        }
    }

    /** Runs the tasks handed in so far, then frees thread and ports. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        selector.wakeup();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
