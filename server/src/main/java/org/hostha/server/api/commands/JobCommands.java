package org.hostha.server.api.commands;

import java.time.Instant;
import java.util.function.Function;
import org.hostha.server.api.ApiException;
import org.hostha.server.api.Call;
import org.hostha.server.api.Command;
import org.hostha.server.api.Commands;
import org.hostha.server.api.Entity;
import org.hostha.server.api.Paging;
import org.hostha.server.api.Parameter;
import org.hostha.server.api.ResponseType;
import org.hostha.server.jobs.Job;
import org.hostha.server.jobs.JobStore;

/** Jobs: what became of asynchronous commands. */
public final class JobCommands implements Commands.Group {

    private static final Parameter<Long> JOB = Parameter.id("jobid", Entity.JOB, "ID of the job").required();

    private static final Parameter<Instant> START = Parameter.date("startdate", "only jobs from then on");
    private static final Parameter<Long> SERVER = Parameter.id("managementserverid", Entity.MANAGEMENT_SERVER,
            "only jobs of this management server").since("4.19.0");
    private static final Parameter<String> ACCOUNT = Parameter.text("account", "only jobs of this account");
    private static final Parameter<Long> DOMAIN = Parameter.id("domainid", Entity.DOMAIN, "only jobs of this domain");
    private static final Parameter<Boolean> LIST_ALL =
            Parameter.flag("listall", "not used: whoever may list jobs lists all of them");
    private static final Parameter<Boolean> RECURSIVE =
            Parameter.flag("isrecursive", "not used: there is one domain");

    private final JobStore jobs;
    public JobCommands(JobStore jobs) {
        this.jobs = jobs;
    }

    @Override
    public void declare(Commands commands) {
        ResponseType<Job> job = type();
        commands.add(Command.named("queryAsyncJobResult")
                .describedAs("Tells how a job stands, and its result once it has one")
                .in("user.job").takes(JOB)
                .returnsBare(job, this::find));

        commands.add(Command.named("listAsyncJobs").describedAs("Lists jobs, newest first").in("user.job")
                .takes(START, SERVER, ACCOUNT, DOMAIN, LIST_ALL, RECURSIVE)
                .lists(job, this::list));
    }

    private Job find(Call call) {
        return jobs.find(call.get(JOB)).orElseThrow(
                () -> ApiException.invalidValue("Unable to find a job by ID: " + call.get(JOB)));
    }

    private Paging.Rows<Job> list(Call call) {
        return jobs.list(new JobStore.Wanted(call.optional(START), call.optional(SERVER), call.optional(ACCOUNT),
                call.optional(DOMAIN), call.keyword()), call.paging());
    }

    private ResponseType<Job> type() {
        Function<Job, Boolean> finished = job -> job.status() != Job.Status.IN_PROGRESS;
        return ResponseType.<Job>named("asyncjobs")
                .text("accountid", "ID of the account that it runs for", job -> job.caller().accountUuid())
                .text("account", "that account", job -> job.caller().account())
                .text("domainid", "ID of the account's domain", job -> job.caller().domainUuid())
                .text("domainpath", "path of the account's domain", job -> job.caller().domainPath())
                .text("userid", "ID of the user that it runs for", job -> job.caller().userUuid())
                .text("cmd", "class of the command in CloudStack", Job::command)
                .integer("jobstatus", "0 in progress, 1 succeeded, 2 failed, 3 cancelled",
                        job -> job.status().ordinal())
                .integer("jobprocstatus", "progress", job -> 0)
                .integer("jobresultcode", "0, or the error code", Job::resultCode)
                .text("jobresulttype", "object, once there is a result",
                        job -> job.result().map(result -> "object").orElse(null))
                .map("jobresult", "what the command answered, or the error", job -> job.result().orElse(null))
                .text("jobinstancetype", "type of what it is about", job -> job.instanceType().orElse(null))
                .text("jobinstanceid", "ID of what it is about", job -> job.instanceUuid().orElse(null))
                .text("managementserverid", "ID of the management server that runs it", job -> job.manager().map(Job.Manager::uuid).orElse(null))
                .text("managementservername", "name of that management server", job -> job.manager().map(Job.Manager::name).orElse(null))
                .date("created", "when it was accepted", Job::created)
                .date("completed", "when it ended", job -> finished.apply(job) ? job.completed() : null)
                .text("jobid", "ID of the job", Job::uuid);
    }
}
