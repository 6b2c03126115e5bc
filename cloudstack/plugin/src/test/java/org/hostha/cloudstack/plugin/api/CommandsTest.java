package org.hostha.cloudstack.plugin.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import org.apache.cloudstack.acl.RoleType;
import org.apache.cloudstack.api.APICommand;
import org.apache.cloudstack.api.Parameter;
import org.junit.Test;

/** What CloudStack's API asks of a command before it lists it. */
public class CommandsTest {

    private static List<Class<?>> ours() {
        return ApiCommands.all().stream().filter(command -> command.getName().startsWith("org.hostha")).toList();
    }

    @Test
    public void namesAreThoseOfTheStandaloneServer() {
        assertThat(ours()).extracting(command -> command.getAnnotation(APICommand.class).name()).containsExactlyInAnyOrder(
                "explainHostHA", "listHATimeBudgets", "listHostHADecisions", "enableHAObserveModeForCluster",
                "disableHAObserveModeForCluster", "suspendHAForHost", "suspendHAForCluster", "resumeHAForHost",
                "resumeHAForCluster", "disarmHA", "armHA", "listHADirectives", "confirmHostFenced", "returnHostToService",
                "listHAReleases", "listHAStormGuards", "resetHAStormGuard", "listHAQueues", "preflightOutOfBandManagement",
                "listFencingProofs", "configureOutOfBandManagementForCluster");
        assertThat(ApiCommands.all()).hasSize(ours().size() + 9).doesNotHaveDuplicates();
    }

    @Test
    public void everyCommandIsDocumentedAndForRootAdminsOnly() throws Exception {
        for (Class<?> command : ours()) {
            APICommand about = command.getAnnotation(APICommand.class);
            assertThat(about.description()).as(about.name()).isNotBlank();
            assertThat(about.authorized()).as(about.name()).containsExactly(RoleType.Admin);
            assertThat(Modifier.isPublic(command.getConstructor().getModifiers())).isTrue();
            for (Field field : command.getDeclaredFields()) {
                Parameter parameter = field.getAnnotation(Parameter.class);
                assertThat(parameter).as("%s.%s", about.name(), field.getName()).isNotNull();
                assertThat(parameter.description()).as("%s.%s", about.name(), field.getName()).isNotBlank();
            }
        }
    }

    @Test
    public void passwordsAreParametersOfNoJobAndMarkedAsSensitive() {
        APICommand about = ConfigureOutOfBandManagementForClusterCmd.class.getAnnotation(APICommand.class);
        assertThat(about.requestHasSensitiveInfo()).isTrue();
        assertThat(AdminJobCmd.class.isAssignableFrom(ConfigureOutOfBandManagementForClusterCmd.class)).isFalse();
    }
}
