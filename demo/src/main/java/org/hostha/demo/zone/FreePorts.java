package org.hostha.demo.zone;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Random;

/**
 * Finds loopback ports for servers that come and go. They are below Linux's ephemeral range (32768 and up), so that no
 * outgoing connection takes one while its host is powered off.
 */
final class FreePorts {

    private static final int FIRST = 20000;
    private static final int LAST = 32000;

    private int next = FIRST + new Random().nextInt(LAST - FIRST);

    int tcp() {
        while (true) {
            int port = candidate();
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (IOException e) {
                continue;
            }
        }
    }

    int udp() {
        while (true) {
            int port = candidate();
            try (DatagramSocket socket = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                continue;
            }
        }
    }

    private int candidate() {
        next = next >= LAST ? FIRST : next + 1;
        return next;
    }
}
