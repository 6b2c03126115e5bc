package org.hostha.oobm.ipmitool.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.hostha.core.Secret;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;

/**
 * A talk with one {@code ipmitool shell}: one process, one session, one request at a time, so that a request can depend
 * on the answer before it. The password goes in first, over the pipe.
 *
 * <p>ipmitool's shell spins at the end of its input, asking the BMC again and again; so it is always told to exit, and
 * killed when it doesn't.
 */
public final class Dialogue {

    private static final String PROMPT = "ipmitool> ";
    private static final int MOST_OUTPUT = 64 * 1024;

    private final String bmc;
    private final InputStream from;
    private final OutputStream to;

    Dialogue(String bmc, Process process) {
        this.bmc = bmc;
        this.from = process.getInputStream();
        this.to = process.getOutputStream();
    }

    /** Logs in. Returns what was printed when there is no session, null when there is one. */
    String login(Secret password) throws IOException {
        byte[] line = Arrays.copyOf(password.reveal(), password.length() + 1);
        line[line.length - 1] = '\n';
        try {
            to.write(line);
            to.flush();
        } catch (IOException e) {
            // It ended before it read the password; what it printed says why.
        } finally {
            Arrays.fill(line, (byte) 0);
        }
        StringBuilder printed = new StringBuilder();
        return readToPrompt(printed) ? null : printed.toString();
    }

    /**
     * Sends one request and waits for its answer.
     *
     * @param bytes network function, command, data
     */
    public Answer raw(int... bytes) throws IOException {
        StringBuilder line = new StringBuilder("raw");
        for (int value : bytes) {
            line.append(" 0x%02x".formatted(value));
        }
        send(line);
        StringBuilder printed = new StringBuilder();
        if (!readToPrompt(printed)) {
            throw new OutOfBandManagementException(Kind.PROTOCOL, bmc + ": ipmitool ended in the middle of its work");
        }
        return Answer.parse(printed.toString());
    }

    /** Closes the session, which would occupy one of the BMC's few slots otherwise. */
    void exit() {
        try {
            send(new StringBuilder("exit"));
            readToPrompt(new StringBuilder());
        } catch (IOException e) {
            // It is gone already.
        }
    }

    private void send(CharSequence line) throws IOException {
        to.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        to.flush();
    }

    /** True at the prompt, false at the end of the output. */
    private boolean readToPrompt(StringBuilder printed) throws IOException {
        byte[] buffer = new byte[4096];
        while (true) {
            int count = from.read(buffer);
            if (count < 0) {
                return false;
            }
            printed.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
            if (atPrompt(printed)) {
                printed.setLength(printed.length() - PROMPT.length());
                return true;
            }
            if (printed.length() > MOST_OUTPUT) {
                throw new OutOfBandManagementException(Kind.PROTOCOL, bmc + ": ipmitool prints without end");
            }
        }
    }

    private static boolean atPrompt(StringBuilder printed) {
        int start = printed.length() - PROMPT.length();
        return start >= 0 && printed.indexOf(PROMPT, start) == start
                && (start == 0 || printed.charAt(start - 1) == '\n');
    }
}
