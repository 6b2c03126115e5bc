package org.hostha.server.api.commands;

import java.util.List;
import java.util.stream.Collectors;
import org.hostha.core.Resource;
import org.hostha.ha.DecisionRecord;
import org.hostha.ha.Explanation;
import org.hostha.ha.HAManager;
import org.hostha.ha.HAPolicy;
import org.hostha.ha.HAState;
import org.hostha.server.api.ApiException;
import org.hostha.server.api.Call;
import org.hostha.server.api.Command;
import org.hostha.server.api.Commands;
import org.hostha.server.api.Entity;
import org.hostha.server.api.Paging;
import org.hostha.server.api.Parameter;
import org.hostha.server.api.ResponseType;

/** Why a host is in its HA state, and how it came there: commands of our own, in CloudStack's style. */
public final class ExplanationCommands implements Commands.Group {

    private static final Parameter<Long> HOST =
            Parameter.id("hostid", Entity.HOST, "ID of the host").required();
    private static final Parameter<Long> ANY_HOST = Parameter.id("hostid", Entity.HOST, "only this host");
    private static final Parameter<Long> AFTER =
            Parameter.number("afterid", "only decisions with higher ids than this one");

    private record Explained(Resource host, Explanation explanation) {

        HAPolicy policy() {
            return explanation.policy();
        }
    }

    private record Decided(Resource host, DecisionRecord decision) { }

    private static final ResponseType<Explanation.Finding> EVIDENCE =
            ResponseType.<Explanation.Finding>named("evidence")
            .text("kind", "what was looked at: health, activity or power", Explanation.Finding::kind)
            .text("verdict", "ALIVE, DEAD or UNKNOWN", finding -> finding.evidence().verdict().name())
            .text("source", "who was asked", finding -> finding.evidence().source())
            .number("ageseconds", "seconds since it was found out", finding -> finding.age().toSeconds())
            .text("detail", "what was seen", finding -> finding.evidence().reason());

    private static final ResponseType<Explanation.Guard> GUARD = ResponseType.<Explanation.Guard>named("guard")
            .text("name", "what it is", Explanation.Guard::name)
            .flag("closed", "whether it holds the host back", Explanation.Guard::closed)
            .text("detail", "why it is closed, or what it would close for", Explanation.Guard::words);

    private static final ResponseType<Explained> EXPLANATION = ResponseType.<Explained>named("hosthaexplanation")
            .text("hostid", "ID of the host", explained -> explained.host().uuid())
            .text("hastate", "HA state", explained -> explained.explanation().state().orElse(HAState.Disabled).name())
            .text("reason", "why it is in this state", explained -> explained.explanation().reason())
            .objects("evidence", "what was last found out", EVIDENCE, explained -> explained.explanation().evidence())
            .objects("guard", "everything that can hold back destructive work, open or closed", GUARD,
                    explained -> explained.explanation().guards())
            .texts("holds", "guards that hold back destructive work", explained -> explained.explanation().holds())
            .text("nextdeadline", "what happens next unless something else happens first",
                    explained -> explained.explanation().nextDeadline().orElse(null))
            .number("timebudgetseconds", "worst case from a failure to Fenced with the settings in force",
                    explained -> explained.policy().timeBudget().toSeconds())
            .number("releasebudgetseconds", "worst case from a failure until its VMs are released",
                    explained -> explained.policy().releaseBudget().toSeconds())
            .number("powerlossbudgetseconds", "worst case from a loss of power until its VMs are released, with a BMC that"
                    + " has power", explained -> explained.policy().powerLossBudget().toSeconds())
            .text("unknownpolicy", "what is done when nothing can be found out about the host",
                    explained -> explained.policy().fenceUnknownAfter()
                            .map(after -> "fence after " + after.toSeconds() + " s").orElse("hold and alert"))
            .flag("custody", "whether VM HA gets our answer, whatever the state",
                    explained -> explained.explanation().stored().custody())
            .text("order", "the power order in force, and how far it has come", explained -> explained.explanation()
                    .stored().order().map(order -> order.kind() + " " + order.step()).orElse(null))
            .flag("releasing", "whether its VMs are being released",
                    explained -> explained.explanation().stored().release().isPresent())
            .text("vmhastatus", "what VM HA is told of the host",
                    explained -> explained.explanation().vmHAStatus().name());

    private static final ResponseType<Explained> BUDGET = ResponseType.<Explained>named("hatimebudget")
            .text("hostid", "ID of the host", explained -> explained.host().uuid())
            .text("hostname", "its name", explained -> explained.host().name())
            .number("timebudgetseconds", "worst case from a failure to Fenced with the settings in force",
                    explained -> explained.policy().timeBudget().toSeconds())
            .number("releasebudgetseconds", "worst case from a failure until its VMs are released",
                    explained -> explained.policy().releaseBudget().toSeconds())
            .number("powerlossbudgetseconds", "worst case from a loss of power until its VMs are released, with a BMC that"
                    + " has power", explained -> explained.policy().powerLossBudget().toSeconds());

    private static final ResponseType<Decided> DECISION = ResponseType.<Decided>named("hosthadecision")
            .number("id", "number of the decision; grows with time", decided -> decided.decision().id())
            .text("hostid", "ID of the host", decided -> decided.host().uuid())
            .text("fromstate", "HA state before", decided -> decided.decision().from().map(HAState::name).orElse(null))
            .text("tostate", "HA state after", decided -> decided.decision().to().map(HAState::name).orElse(null))
            .text("events", "HA events that led there, comma separated", decided -> decided.decision().events().stream()
                    .map(Enum::name).collect(Collectors.joining(",")))
            .text("reason", "the evidence, the rule that fired, and what was held back",
                    decided -> decided.decision().reason())
            .date("created", "when it was decided", decided -> decided.decision().created());

    private final HAManager manager;
    private final Places places;

    public ExplanationCommands(HAManager manager, Places places) {
        this.manager = manager;
        this.places = places;
    }

    @Override
    public void declare(Commands commands) {
        commands.add(Command.named("explainHostHA")
                .describedAs("Tells why a host is in its HA state, what was last seen of it, and what will happen next")
                .in("admin.ha").takes(HOST)
                .returns(EXPLANATION, this::explain));

        commands.add(Command.named("listHATimeBudgets")
                .describedAs("Lists for each host how long it takes at worst from its failure until its VMs are released and "
                        + "it is Fenced, with the settings in force")
                .in("admin.ha").takes(ANY_HOST)
                .lists(BUDGET, this::budgets));

        commands.add(Command.named("listHostHADecisions")
                .describedAs("Lists the decisions that changed a host's HA state, oldest first")
                .in("admin.ha").takes(HOST, AFTER)
                .lists(DECISION, this::decisions));
    }

    private Paging.Rows<Explained> budgets(Call call) {
        return call.paging().cut(manager.list(call.optional(ANY_HOST).map(places::host)).stream()
                .map(HAManager.Config::resource)
                .filter(host -> call.keyword().map(host.name().toLowerCase(java.util.Locale.ROOT)::contains)
                        .orElse(true))
                .flatMap(host -> manager.explain(host).stream().map(found -> new Explained(host, found))).toList());
    }

    private Explained explain(Call call) {
        Resource host = places.host(call.get(HOST));
        return manager.explain(host).map(explanation -> new Explained(host, explanation)).orElseThrow(
                () -> ApiException.invalidValue("HA is not configured for host " + host
                        + ", or it has not been looked at yet"));
    }

    private Paging.Rows<Decided> decisions(Call call) {
        Resource host = places.host(call.get(HOST));
        List<DecisionRecord> all = manager.decisions(host, call.optional(AFTER).orElse(0L), Integer.MAX_VALUE);
        return call.paging().cut(all.stream()
                .filter(decision -> call.keyword().filter(word -> !decision.reason().toLowerCase(java.util.Locale.ROOT)
                        .contains(word)).isEmpty())
                .map(decision -> new Decided(host, decision)).toList());
    }
}
