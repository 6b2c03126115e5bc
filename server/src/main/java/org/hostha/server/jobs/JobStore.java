package org.hostha.server.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.hostha.server.api.ApiException;
import org.hostha.server.api.Call;
import org.hostha.server.api.Caller;
import org.hostha.server.api.Command;
import org.hostha.server.api.Envelope;
import org.hostha.server.api.Paging;
import org.hostha.server.api.Parameter;
import org.hostha.server.api.Role;
import org.hostha.server.db.Database;
import org.hostha.server.db.Filter;
import org.hostha.server.db.Utc;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows of {@code async_job}. A result is kept as CloudStack keeps it: class, object name and JSON, with slashes
 * between.
 */
public final class JobStore {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COLUMNS = "j.*, u.uuid AS user_uuid, u.username, a.uuid AS account_uuid,"
            + " a.account_name, a.role_id, a.domain_id, d.uuid AS domain_uuid, d.name AS domain_name,"
            + " h.uuid AS host_uuid, m.uuid AS ms_uuid, m.name AS ms_name";
    private static final String FROM = "FROM async_job j JOIN `user` u ON u.id = j.user_id"
            + " JOIN account a ON a.id = j.account_id JOIN domain d ON d.id = a.domain_id"
            + " LEFT JOIN host h ON h.id = j.instance_id AND j.instance_type = 'Host'"
            + " LEFT JOIN mshost m ON m.msid = COALESCE(j.job_executing_msid, j.job_complete_msid)"
            + " WHERE j.removed IS NULL";

    private final Database database;
    private final long msid;

    /** @param msid of this manager */
    public JobStore(Database database, long msid) {
        this.database = database;
        this.msid = msid;
    }

    /** @throws ApiException 431, when the UUID is taken */
    void insert(String uuid, Call call) {
        Command command = call.command();
        Optional<Long> instance = command.instance().flatMap(Command.Instance::id).flatMap(call::optional)
                .filter(id -> id != Parameter.NO_ID);
        try {
            jdbc().sql("INSERT INTO async_job (uuid, user_id, account_id, instance_type, instance_id, job_cmd,"
                    + " job_init_msid,"
                            + " job_executing_msid, created, job_dispatcher) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                    .param(uuid).param(call.caller().userId()).param(call.caller().accountId())
                    .param(command.instance().map(Command.Instance::type).orElse(null)).param(instance.orElse(null))
                    .param(command.upstreamClass()).param(msid).param(msid).param(Utc.now())
                    .param("ApiAsyncJobDispatcher").update();
        } catch (DuplicateKeyException e) {
            throw ApiException.parameter("There is a job with the id " + uuid + " already");
        }
    }

    void succeeded(String uuid, Command command, Map<String, Object> result) {
        String name = command.response().map(response -> response.key()).orElse("success");
        finish(uuid, Job.Status.SUCCEEDED, 0, command.upstreamClass() + "/" + name + "/" + Envelope.write(result));
    }

    void failed(String uuid, int errorCode, String text) {
        finish(uuid, Job.Status.FAILED, errorCode, failure(errorCode, text));
    }

    /** Jobs that nobody works on any more, because the process that did is gone. */
    int failInterrupted() {
        return jdbc().sql("UPDATE async_job SET job_status = ?, job_result_code = 530, job_result = ?,"
                + " job_complete_msid = ?, last_updated = ?, job_executing_msid = NULL WHERE job_status = ? AND"
                + " job_executing_msid = ?")
                .param(Job.Status.FAILED.ordinal())
                .param(failure(530, "The job was interrupted by a restart of the management server."))
                .param(msid).param(Utc.now()).param(Job.Status.IN_PROGRESS.ordinal()).param(msid).update();
    }

    /** Removes what was finished longer than {@code age} ago. */
    int purge(Duration age) {
        return jdbc().sql("DELETE FROM async_job WHERE job_status <> ? AND created < ?")
                .param(Job.Status.IN_PROGRESS.ordinal()).param(Utc.now().minus(age)).update();
    }

    public Optional<Job> find(long id) {
        return new Filter(FROM).and("j.id = ?", Optional.of(id)).list(jdbc(), COLUMNS, "j.id", JobStore::job).stream()
                .findFirst();
    }

    /** Which jobs are to be listed; what is empty counts for nothing. */
    public record Wanted(Optional<Instant> from, Optional<Long> manager, Optional<String> account,
            Optional<Long> domain, Optional<String> keyword) { }

    /** Newest first. */
    public Paging.Rows<Job> list(Wanted wanted, Paging paging) {
        return new Filter(FROM).and("j.created >= ?", wanted.from().map(Utc::of)).and("m.id = ?", wanted.manager())
                .and("a.account_name = ?", wanted.account()).and("d.id = ?", wanted.domain())
                .andContains("LOWER(j.job_cmd) LIKE ? ESCAPE '!'", wanted.keyword())
                .page(jdbc(), COLUMNS, "j.id DESC", paging, JobStore::job);
    }

    private void finish(String uuid, Job.Status status, int code, String result) {
        jdbc().sql("UPDATE async_job SET job_status = ?, job_result_code = ?, job_result = ?, job_complete_msid = ?,"
                        + " last_updated = ?, job_executing_msid = NULL WHERE uuid = ? AND job_status = ?")
                .param(status.ordinal()).param(code).param(result).param(msid).param(Utc.now()).param(uuid)
                .param(Job.Status.IN_PROGRESS.ordinal()).update();
    }

    private static String failure(int errorCode, String text) {
        return "org.apache.cloudstack.api.response.ExceptionResponse/null/"
                + Envelope.write(Map.of("errorcode", errorCode, "errortext", text));
    }

    private static Job job(ResultSet row, int number) throws SQLException {
        Caller caller = new Caller(row.getLong("user_id"), row.getString("user_uuid"), row.getString("username"),
                row.getLong("account_id"), row.getString("account_uuid"), row.getString("account_name"),
                row.getLong("domain_id"), row.getString("domain_uuid"), row.getString("domain_name"),
                Role.of(row.getLong("role_id")).orElse(Role.READ_ONLY_OPERATOR));
        return new Job(row.getString("uuid"), caller, row.getString("job_cmd"),
                Job.Status.values()[row.getInt("job_status")],
                row.getInt("job_result_code"), Optional.ofNullable(row.getString("job_result")).map(JobStore::tree),
                Optional.ofNullable(row.getString("instance_type")), Optional.ofNullable(row.getString("host_uuid")),
                Utc.read(row, "created"), Utc.read(row, "last_updated"),
                manager(row));
    }

    private static Optional<Job.Manager> manager(ResultSet row) throws SQLException {
        String name = row.getString("ms_name");
        return Optional.ofNullable(row.getString("ms_uuid")).map(uuid -> new Job.Manager(uuid, name));
    }

    private static Map<String, Object> tree(String stored) {
        try {
            return JSON.readValue(stored.split("/", 3)[2], new TypeReference<Map<String, Object>>() { });
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored job result is not JSON", e);
        }
    }

    private JdbcClient jdbc() {
        return database.jdbc();
    }
}
