package org.hostha.server.api;

import java.util.Map;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.core.Settings;

/** What happens to a request between its parameters and its answer; knows nothing of HTTP. */
public final class ApiService {

    private static final Logger LOG = LogManager.getLogger(ApiService.class);
    private static final String CUSTOM_JOB_ID = "customjobid";

    private final Commands commands;
    private final Authenticator authenticator;
    private final EntityIds ids;
    private final JobQueue jobs;
    private final Settings settings;

    public ApiService(Commands commands, Authenticator authenticator, EntityIds ids, JobQueue jobs,
            Settings settings) {
        this.commands = commands;
        this.authenticator = authenticator;
        this.ids = ids;
        this.jobs = jobs;
        this.settings = settings;
    }

    /** Answers a request; never throws. */
    public ApiResponse answer(ApiRequest request) {
        Optional<Command> command = commands.find(request.command());
        try {
            Caller caller = command.filter(Command::isOpen).isPresent() ? null
                    : authenticator.authenticate(request, command);
            Command known = command.orElseThrow(() -> ApiException.unknownCommand(request.command()));
            requireAllowed(known, caller, request.origin());
            request.refuseControlCharacters();
            Call call = new Call(known, request, caller, ids, settings.value(ApiSettings.PAGE_SIZE));
            Map<String, Object> tree = known.isAsync() ? submit(call, request) : run(call);
            return ApiResponse.ok(known, tree, call.cookies());
        } catch (ApiException e) {
            return ApiResponse.error(command.map(Command::root).orElse(ApiResponse.ERROR_ROOT), e);
        } catch (RuntimeException e) {
            LOG.error("request for {} failed", command.map(Command::name).orElse("an unknown command"), e);
            return ApiResponse.error(command.map(Command::root).orElse(ApiResponse.ERROR_ROOT),
                    ApiException.internal());
        }
    }

    private void requireAllowed(Command command, Caller caller, Origin origin) {
        boolean postOnly = command.isPostOnly()
                || !command.isReading() && settings.value(ApiSettings.ENFORCE_POST);
        if (postOnly && !origin.isPost()) {
            throw ApiException.methodNotAllowed("GET");
        }
        if (caller != null && !caller.role().allows(command)) {
            throw ApiException.denied(command.name());
        }
    }

    private Map<String, Object> submit(Call call, ApiRequest request) {
        return Map.of("jobid", jobs.submit(call, request.anyCase(CUSTOM_JOB_ID)));
    }

    private static Map<String, Object> run(Call call) {
        try {
            return call.command().run(call);
        } catch (RuntimeException e) {
            throw Failures.toApi(call.command(), e);
        }
    }
}
