package org.hostha.cloudstack.plugin.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.Test;

/** Against the signatures of 4.22, which are this test's CloudStack. */
public class ComparisonTest {

    private static final String AGENTS = "com.cloud.agent.AgentManager";
    private static final String SEND = "(Ljava/lang/Long;Lcom/cloud/agent/api/Command;)Lcom/cloud/agent/api/Answer;";

    private static List<String> missing(String... lines) {
        return Comparison.missing(Needs.of(List.of(lines)), ComparisonTest.class.getClassLoader());
    }

    private static String line(String... fields) {
        return String.join("\t", fields);
    }

    private static List<String> missingMember(String ownerKind, String owner, String... member) {
        return missing(line("type", owner, ownerKind), line(member[0], owner, member[1], member[2], member[3]));
    }

    @Test
    public void aCloudStackThatHasEverythingFits() {
        assertThat(missingMember("interface", AGENTS, "method", "send", SEND, "instance")).isEmpty();
        assertThat(missingMember("class", "com.cloud.host.Status", "field", "Up", "Lcom/cloud/host/Status;", "static")).isEmpty();
        assertThat(missingMember("class", "com.cloud.agent.api.CheckHealthCommand", "method", "<init>", "()V", "instance")).isEmpty();
        assertThat(missingMember("class", "com.cloud.utils.component.ManagerBase", "method", "start", "()Z", "instance")).isEmpty();
        assertThat(missing(line("type", "com.cloud.host.HostVO", "class"), line("type", "com.cloud.host.Host", "interface"),
                line("subtype", "com.cloud.host.HostVO", "com.cloud.host.Host"))).isEmpty();
    }

    @Test
    public void anAbsentTypeIsNamed() {
        assertThat(missing(line("type", "com.cloud.agent.Gone", "interface"))).containsExactly("com.cloud.agent.Gone");
    }

    @Test
    public void aClassWhereAnInterfaceWasIsNamed() {
        assertThat(missing(line("type", "com.cloud.host.HostVO", "interface")))
                .containsExactly("com.cloud.host.HostVO (is not an interface)");
    }

    @Test
    public void anAbsentMethodIsNamedWithItsTypes() {
        assertThat(missingMember("interface", AGENTS, "method", "sent", SEND, "instance"))
                .containsExactly("com.cloud.agent.AgentManager.sent(Long, Command): Answer");
    }

    @Test
    public void anotherReturnTypeIsAnotherMethod() {
        assertThat(missingMember("interface", AGENTS, "method", "send", SEND.replace("api/Answer", "api/Command"), "instance"))
                .containsExactly("com.cloud.agent.AgentManager.send(Long, Command): Command");
    }

    @Test
    public void aMethodThatIsNoLongerStaticIsNamed() {
        assertThat(missingMember("interface", AGENTS, "method", "send", SEND, "static"))
                .containsExactly("static com.cloud.agent.AgentManager.send(Long, Command): Answer");
    }

    @Test
    public void anAbsentConstantIsNamed() {
        assertThat(missingMember("class", "com.cloud.host.Status", "field", "Asleep", "Lcom/cloud/host/Status;", "static"))
                .containsExactly("com.cloud.host.Status.Asleep of type Status");
    }

    @Test
    public void aPrivateConstructorDoesNotCount() {
        assertThat(missingMember("class", "com.cloud.host.Status", "method", "<init>", "(Ljava/lang/String;I)V", "instance"))
                .containsExactly("com.cloud.host.Status.<init>(String, int): void (is not public)");
    }

    @Test
    public void aTypeThatIsNoSubtypeIsNamed() {
        assertThat(missing(line("type", "com.cloud.host.HostVO", "class"), line("type", AGENTS, "interface"),
                line("subtype", "com.cloud.host.HostVO", AGENTS)))
                .containsExactly("com.cloud.host.HostVO as a com.cloud.agent.AgentManager");
    }

    @Test
    public void aFinalClassCantBeExtended() {
        assertThat(missing(line("type", "com.cloud.host.Status", "class"), line("extended", "com.cloud.host.Status")))
                .containsExactly("com.cloud.host.Status as a class to extend (is final)");
    }

    @Test
    public void aMethodThatAnInterfaceHasMoreThanWeImplementIsNamed() {
        String provider = "com.cloud.utils.component.PluggableService";
        assertThat(missing(line("type", provider, "interface"), line("is", "org.hostha.X", provider),
                line("has", "org.hostha.X", "getCommands", "()Ljava/util/List;"))).isEmpty();
        assertThat(missing(line("type", provider, "interface"), line("is", "org.hostha.X", provider),
                line("has", "org.hostha.X", "getCommands", "()V")))
                .containsExactly("our org.hostha.X lacks com.cloud.utils.component.PluggableService.getCommands(): List");
    }

    @Test
    public void aClassOfOursThatCantBeLinkedIsNamed() {
        assertThat(missing(line("ours", "org.hostha.cloudstack.plugin.Gone")))
                .singleElement().asString().startsWith("what our org.hostha.cloudstack.plugin.Gone was compiled with (");
        assertThat(missing(line("ours", Boot.class.getName()))).isEmpty();
    }
}
