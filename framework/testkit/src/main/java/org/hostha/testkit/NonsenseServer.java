package org.hostha.testkit;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;

/**
 * Answers everything, on UDP and TCP of one loopback port, with bytes that mean nothing (the same ones in each run).
 */
public final class NonsenseServer implements AutoCloseable {

    private final DatagramSocket udp;
    private final ServerSocket tcp;

    public NonsenseServer() throws IOException {
        ServerSocket stream = listen();
        DatagramSocket datagrams = bind(stream.getLocalPort());
        while (datagrams == null) {
            stream.close();
            stream = listen();
            datagrams = bind(stream.getLocalPort());
        }
        tcp = stream;
        udp = datagrams;
        start(this::answerDatagrams);
        start(this::answerConnections);
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /** Null when somebody has the port for datagrams already. */
    private static DatagramSocket bind(int port) throws IOException {
        try {
            return new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (BindException e) {
            return null;
        }
    }

    public int port() {
        return tcp.getLocalPort();
    }

    private void answerDatagrams() throws IOException {
        Random random = new Random(1);
        while (true) {
            DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
            udp.receive(packet);
            byte[] nonsense = new byte[random.nextInt(200)];
            random.nextBytes(nonsense);
            udp.send(new DatagramPacket(nonsense, nonsense.length, packet.getSocketAddress()));
        }
    }

    private void answerConnections() throws IOException {
        while (true) {
            try (Socket connection = tcp.accept()) {
                byte[] nonsense = new byte[200];
                new Random(1).nextBytes(nonsense);
                connection.getOutputStream().write(nonsense);
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // Closed.
            }
        }, "nonsense");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }
}
