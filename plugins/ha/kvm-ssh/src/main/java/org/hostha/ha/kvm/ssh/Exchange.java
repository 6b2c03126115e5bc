package org.hostha.ha.kvm.ssh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannel;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.io.IoInputStream;
import org.apache.sshd.common.io.IoOutputStream;
import org.apache.sshd.common.io.IoReadFuture;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.hostha.ha.kvm.spi.NoAnswerException;

/** One question and its answer, on a channel of its own. No thread waits for either. */
final class Exchange {

    private static final String COMMAND = "hostha-probe";
    private static final int LONGEST_ANSWER = 4 << 20;
    private static final int CHUNK = 16 << 10;

    private final ChannelExec channel;
    private final CompletableFuture<String> out = new CompletableFuture<>();
    private final CompletableFuture<String> errors = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    private Exchange(ChannelExec channel) {
        this.channel = channel;
    }

    /** @param answer when it is complete, in whatever way, the channel is closed */
    static CompletableFuture<String> begin(ClientSession session, String question, CompletableFuture<String> answer) {
        try {
            ChannelExec channel = session.createExecChannel(COMMAND);
            channel.setStreaming(ClientChannel.Streaming.Async);
            answer.whenComplete((text, failure) -> channel.close(true));
            return new Exchange(channel).run(question);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<String> run(String question) throws IOException {
        channel.addCloseFutureListener(end -> closed.complete(null));
        CompletableFuture<Void> said = new CompletableFuture<>();
        channel.open().addListener(opened -> {
            if (opened.isOpened()) {
                read(channel.getAsyncOut(), new ByteArrayOutputStream(), out);
                read(channel.getAsyncErr(), new ByteArrayOutputStream(), errors);
                say(question, said);
            } else {
                said.completeExceptionally(opened.getException());
            }
        });
        return said.thenCompose(asked -> CompletableFuture.allOf(out, errors, closed)).thenApply(end -> text());
    }

    /** The host takes input only after it has started the command: that it is taken is not waited for. */
    private void say(String question, CompletableFuture<Void> said) {
        IoOutputStream in = channel.getAsyncIn();
        try {
            in.writeBuffer(new ByteArrayBuffer(question.getBytes(StandardCharsets.UTF_8)))
                    .addListener(written -> in.close(false));
            said.complete(null);
        } catch (IOException e) {
            said.completeExceptionally(e);
        }
    }

    private static void read(IoInputStream from, ByteArrayOutputStream to, CompletableFuture<String> whole) {
        from.read(new ByteArrayBuffer(CHUNK)).addListener(read -> {
            if (read.getException() != null || read.getRead() <= 0) {
                whole.complete(to.toString(StandardCharsets.UTF_8));
            } else if (to.size() + read.getRead() > LONGEST_ANSWER) {
                whole.completeExceptionally(new ProbeProtocol.NonsenseException(
                        "the probe's answer is longer than " + LONGEST_ANSWER + " bytes"));
            } else {
                append(read, to);
                read(from, to, whole);
            }
        });
    }

    private static void append(IoReadFuture read, ByteArrayOutputStream to) {
        byte[] bytes = new byte[read.getRead()];
        read.getBuffer().getRawBytes(bytes);
        to.writeBytes(bytes);
    }

    private String text() {
        Integer status = channel.getExitStatus();
        if (status == null) {
            throw new NoAnswerException("broke the connection off");
        }
        if (status != 0) {
            throw new ProbeProtocol.NonsenseException("the probe ended with status " + status + ": "
                    + ProbeProtocol.shortened(errors.join()));
        }
        return out.join();
    }
}
