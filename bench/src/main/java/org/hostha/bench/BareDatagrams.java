package org.hostha.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.hostha.oobm.BmcEndpoint;

/**
 * No reading of power at all, but what every reading over UDP costs at least: one datagram to the BMC and one back (an
 * RMCP presence ping and its pong, sections 13.2.3 and 13.2.4), without a word of IPMI and without cryptography.
 */
final class BareDatagrams implements Contender {

    private static final byte[] PING = HexFormat.of().parseHex("0600ff06000011be80000000");
    private static final int BUFFER = 4 << 20;

    private final Selector selector;
    private final DatagramChannel channel;
    private final Map<Integer, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(1024);

    BareDatagrams() throws IOException {
        selector = Selector.open();
        channel = DatagramChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
        channel.bind(null).configureBlocking(false).register(selector, SelectionKey.OP_READ);
        Thread thread = new Thread(this::receive, "bare-datagrams");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public CompletableFuture<?> read(BmcEndpoint bmc) {
        CompletableFuture<Void> pong = new CompletableFuture<>();
        int port = Integer.parseInt(bmc.port());
        waiting.put(port, pong);
        try {
            channel.send(ByteBuffer.wrap(PING), new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            pong.completeExceptionally(e);
        }
        return pong;
    }

    private void receive() {
        try {
            while (true) {
                selector.select(key -> drain());
            }
        } catch (IOException | ClosedSelectorException e) {
            // Closed.
        }
    }

    private void drain() {
        try {
            for (InetSocketAddress from = next(); from != null; from = next()) {
                CompletableFuture<Void> pong = waiting.remove(from.getPort());
                if (pong != null) {
                    pong.complete(null);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private InetSocketAddress next() throws IOException {
        return (InetSocketAddress) channel.receive(incoming.clear());
    }

    @Override
    public void close() {
        try {
            selector.close();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
