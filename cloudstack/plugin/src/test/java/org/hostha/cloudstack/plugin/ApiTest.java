package org.hostha.cloudstack.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.cloud.event.ActionEventUtils;
import com.cloud.exception.InvalidParameterValueException;
import com.cloud.utils.exception.CloudRuntimeException;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.inject.Inject;
import org.apache.cloudstack.api.BaseCmd;
import org.apache.cloudstack.api.Parameter;
import org.apache.cloudstack.api.response.ListResponse;
import org.apache.cloudstack.context.CallContext;
import org.apache.cloudstack.ha.HAResource.ResourceType;
import org.hostha.cloudstack.plugin.api.ArmHACmd;
import org.hostha.cloudstack.plugin.api.ConfigureOutOfBandManagementForClusterCmd;
import org.hostha.cloudstack.plugin.api.DisarmHACmd;
import org.hostha.cloudstack.plugin.api.ExplainHostHACmd;
import org.hostha.cloudstack.plugin.api.ListFencingProofsCmd;
import org.hostha.cloudstack.plugin.api.ListHADirectivesCmd;
import org.hostha.cloudstack.plugin.api.ListHAQueuesCmd;
import org.hostha.cloudstack.plugin.api.ListHATimeBudgetsCmd;
import org.hostha.cloudstack.plugin.api.ListHostHADecisionsCmd;
import org.hostha.cloudstack.plugin.api.PreflightOutOfBandManagementCmd;
import org.hostha.cloudstack.plugin.api.ResetHAStormGuardCmd;
import org.hostha.cloudstack.plugin.api.ReturnHostToServiceCmd;
import org.hostha.cloudstack.plugin.api.SuspendHAForHostCmd;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.testkit.bmc.FakeBmc;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Our commands, run as CloudStack's API runs them. */
public class ApiTest {

    private static final Duration PLENTY = Duration.ofSeconds(60);

    private final RunningPlugin plugin = new RunningPlugin();
    private final FakeBmc bmc = FakeBmc.start();
    private final long host = plugin.cloud.database.addHost("1", "KVM");

    @Before
    public void setUp() {
        CallContext.registerFor(2, 2);
        plugin.outOfBand.start();
        plugin.manager.start();
        plugin.manager.configureHA(host, ResourceType.Host, "kvmhaprovider");
    }

    @After
    public void tearDown() {
        CallContext.registerFor(1, 1);
        plugin.close();
        bmc.close();
    }

    /** @param parameters name, value, name, value */
    private Object run(BaseCmd command, Object... parameters) throws ReflectiveOperationException {
        for (int i = 0; i < parameters.length; i += 2) {
            Object name = parameters[i];
            set(command, Arrays.stream(command.getClass().getDeclaredFields())
                    .filter(field -> field.getAnnotation(Parameter.class).name().equals(name)).findFirst().orElseThrow(),
                    parameters[i + 1]);
        }
        for (Field field : command.getClass().getSuperclass().getDeclaredFields()) {
            if (field.isAnnotationPresent(Inject.class)) {
                set(command, field, plugin.manager);
            }
        }
        command.execute();
        return command.getResponseObject();
    }

    private static void set(Object object, Field field, Object value) throws IllegalAccessException {
        field.setAccessible(true);
        field.set(object, value);
    }

    private static JsonObject json(Object response) {
        return new Gson().toJsonTree(response).getAsJsonObject();
    }

    private static List<JsonObject> rows(Object response) {
        return ((ListResponse<?>) response).getResponses().stream().map(ApiTest::json).toList();
    }

    @Test
    public void anExplanationHasTheKeysOfTheStandaloneServer() throws Exception {
        plugin.manager.enableHA(host, ResourceType.Host);
        await().atMost(PLENTY).until(() -> plugin.state(host).equals("Ineligible"));
        JsonObject explanation = json(run(new ExplainHostHACmd(), "hostid", host));
        assertThat(explanation.keySet()).contains("hostid", "hastate", "reason", "evidence", "guard", "holds",
                "timebudgetseconds", "releasebudgetseconds", "powerlossbudgetseconds", "unknownpolicy", "custody", "releasing",
                "vmhastatus");
        assertThat(explanation.get("hostid").getAsString()).isEqualTo("uuid-1");
        assertThat(explanation.get("reason").getAsString()).contains("out-of-band management is not configured");
        assertThat(rows(run(new ListHATimeBudgetsCmd()))).hasSize(1);
        assertThat(rows(run(new ListHostHADecisionsCmd(), "hostid", host))).isNotEmpty()
                .allMatch(row -> row.get("hostid").getAsString().equals("uuid-1"));
        assertThat(rows(run(new ListHAQueuesCmd()))).extracting(row -> row.get("name").getAsString()).contains("releases");
    }

    @Test
    public void whatIsLaidDownIsInForceListedInTheCallersNameAndLifted() throws Exception {
        run(new DisarmHACmd(), "clusterid", 1L, "reason", "rack work");
        run(new SuspendHAForHostCmd(), "hostid", host, "duration", 600L);
        assertThat(rows(run(new ListHADirectivesCmd()))).extracting(row -> row.get("kind").getAsString() + " "
                + row.get("scopeid").getAsString() + " " + row.get("username").getAsString())
                .containsExactlyInAnyOrder("DISARM cluster-1 admin", "SUSPEND uuid-1 admin");
        await().atMost(PLENTY).until(() -> ActionEventUtils.TOLD.stream().anyMatch(event -> event.type().equals("HA.DISARM")
                && event.user() == 2 && event.resourceType().equals("Cluster")));
        run(new ArmHACmd(), "clusterid", 1L);
        assertThat(rows(run(new ListHADirectivesCmd()))).hasSize(1);
        assertThatThrownBy(() -> run(new ArmHACmd(), "clusterid", 1L)).isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("Nothing of kind DISARM is in force for cluster cluster1");
    }

    @Test
    public void manyBmcsAreConfiguredFromOneTextAndTried() throws Exception {
        BmcEndpoint at = bmc.endpoint();
        String line = "1," + at.address() + "," + at.port() + "," + at.username() + "," + at.password().revealText();
        List<JsonObject> tried = rows(run(new ConfigureOutOfBandManagementForClusterCmd(), "clusterid", 1L, "driver", "ipmi", "hosts",
                line, "enable", true));
        assertThat(tried).singleElement().satisfies(row -> assertThat(row.get("passed").getAsBoolean()).isTrue());
        assertThat(tried.toString()).doesNotContain(at.password().revealText());
        assertThat(json(run(new PreflightOutOfBandManagementCmd(), "hostid", host)).get("count").getAsInt()).isEqualTo(1);
        assertThat(rows(run(new ListFencingProofsCmd()))).singleElement()
                .satisfies(row -> assertThat(row.get("fenceable").getAsBoolean()).isTrue());
        assertThatThrownBy(() -> run(new ConfigureOutOfBandManagementForClusterCmd(), "clusterid", 1L, "driver", "ipmi", "hosts",
                "nobody,a,b,c,hunter2")).isInstanceOf(InvalidParameterValueException.class)
                .hasMessage("hosts, line 1: cluster cluster1 has no host of name or ID 'nobody'; nothing was changed");
    }

    @Test
    public void whatCanNotBeDoneIsRefusedInWords() {
        assertThatThrownBy(() -> run(new ReturnHostToServiceCmd(), "hostid", 99L))
                .isInstanceOf(InvalidParameterValueException.class).hasMessage("Unable to find host by ID: 99");
        assertThatThrownBy(() -> run(new ResetHAStormGuardCmd())).hasMessage("Give either clusterid or zoneid.");
        assertThatThrownBy(() -> run(new SuspendHAForHostCmd(), "hostid", host, "duration", 0L))
                .hasMessageContaining("duration must be from 1 to");
        plugin.manager.stop();
        assertThatThrownBy(() -> run(new ListHADirectivesCmd())).isInstanceOf(CloudRuntimeException.class)
                .hasMessage("Host HA is not available: it has been stopped");
    }
}
