package org.hostha.ha.kvm.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.hostha.core.Futures;
import org.hostha.ha.kvm.spi.AgentReport;
import org.hostha.ha.kvm.spi.NoAnswerException;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class SshProbeTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path knownHosts;
    private Path key;
    private Sshd sshd;
    private SshProbe probe;

    @Before
    public void startHost() throws IOException, InterruptedException {
        key = folder.getRoot().toPath().resolve("ssh_key");
        SshIdentity identity = SshIdentity.at(key);
        sshd = new Sshd(folder.newFolder("host").toPath(), Files.readString(key.resolveSibling("ssh_key.pub")));
        knownHosts = Files.writeString(folder.getRoot().toPath().resolve("known_hosts"), sshd.knownHostsLine());
        probe = new SshProbe(identity, knownHosts);
    }

    @After
    public void end() throws IOException, InterruptedException {
        probe.close();
        sshd.close();
    }

    @Test
    public void theProbeOnTheHostAnswers() throws IOException {
        String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        assertThat(report(DEADLINE).bootId()).isEqualTo(boot);
        assertThat(report(DEADLINE).bootId()).as("on the connection that is kept").isEqualTo(boot);
        assertThat(probe.observe(sshd.address(), "10.0.0.9", List.of(), DEADLINE).join())
                .as("this host has no pools").isEmpty();
    }

    @Test
    public void theKeyIsMadeOnceAndOnlyItsOwnerCanReadIt() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key))).isEqualTo("rw-------");
        assertThat(SshIdentity.at(key).keys().getPublic()).isEqualTo(SshIdentity.at(key).keys().getPublic());
    }

    @Test
    public void theKeyRunsNothingButTheProbe() throws IOException, InterruptedException {
        Process ssh = new ProcessBuilder("ssh", "-F", "none", "-i", key.toString(), "-o", "BatchMode=yes", "-o",
                "UserKnownHostsFile=" + knownHosts, "-p", Integer.toString(sshd.address().port()), "root@127.0.0.1",
                "id; touch " + folder.getRoot() + "/broken-out").redirectErrorStream(true).start();
        try (var in = ssh.getOutputStream()) {
            in.write("id\nreport; id\n".getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(ssh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(ssh.waitFor()).isEqualTo(2);
        assertThat(said).contains("'id' is no question").doesNotContain("uid=");
        assertThat(folder.getRoot().toPath().resolve("broken-out")).doesNotExist();
    }

    @Test
    public void aHostWhoseKeyIsNotKnownIsNotTalkedToAndNotCalledDead() throws IOException {
        Files.writeString(knownHosts, "");
        assertThat(failure(probe.report(sshd.address(), DEADLINE))).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("known_hosts");
    }

    @Test
    public void aHostThatDoesNotKnowOurKeyIsNotCalledDead() throws IOException {
        try (SshProbe stranger = new SshProbe(SshIdentity.at(folder.getRoot().toPath().resolve("other")), knownHosts)) {
            assertThat(failure(stranger.report(sshd.address(), DEADLINE))).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("does not accept our key");
        }
    }

    @Test
    public void aHostOnWhichNothingListensGivesNoAnswer() throws IOException, InterruptedException {
        sshd.stop();
        assertThat(failure(probe.report(sshd.address(), DEADLINE))).isInstanceOf(NoAnswerException.class)
                .hasMessage("refused the connection");
    }

    @Test
    public void aHostThatHangsGivesNoAnswerAtTheDeadlineAndAnswersAgainWhenItGoesOn() throws IOException,
            InterruptedException {
        report(DEADLINE);
        sshd.signal("STOP");
        for (int i = 0; i < 2; i++) {
            assertThat(failure(probe.report(sshd.address(), Duration.ofMillis(500))))
                    .isInstanceOf(NoAnswerException.class).hasMessage("did not answer within 500 ms");
        }
        sshd.signal("CONT");
        assertThat(report(DEADLINE).bootId()).isNotBlank();
    }

    @Test
    public void aConnectionThatDiedUnseenCostsNoAnswer() throws IOException, InterruptedException {
        report(DEADLINE);
        sshd.stop();
        sshd.start();
        assertThat(report(DEADLINE).bootId()).isNotBlank();
    }

    @Test
    public void manyQuestionsAtOnceAreAllAnswered() {
        List<CompletableFuture<AgentReport>> answers = java.util.stream.IntStream.range(0, 8)
                .mapToObj(i -> probe.report(sshd.address(), DEADLINE)).toList();
        assertThat(answers).allSatisfy(answer -> assertThat(answer.join().bootId()).isNotBlank());
    }

    private AgentReport report(Duration deadline) {
        return probe.report(sshd.address(), deadline).join();
    }

    private static Throwable failure(CompletableFuture<?> answer) {
        return Futures.cause(catchThrowable(() -> answer.get(DEADLINE.toSeconds() + 5, TimeUnit.SECONDS)));
    }
}
