package org.hostha.server.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.hostha.core.Secret;
import org.hostha.core.Settings;
import org.hostha.server.OnDatabase;
import org.hostha.server.TestDatabase;
import org.hostha.server.api.ApiRequest;
import org.hostha.server.api.ApiService;
import org.hostha.server.api.Caller;
import org.hostha.server.api.Command;
import org.hostha.server.api.Commands;
import org.hostha.server.api.Origin;
import org.hostha.server.api.ResponseType;
import org.hostha.server.api.Role;
import org.hostha.server.auth.Sessions;
import org.hostha.server.auth.Users;
import org.hostha.server.db.Database;
import org.hostha.server.events.EventLog;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

@Category(OnDatabase.class)
public class AsyncJobsTest {

    private static final ResponseType<String> ANSWER =
            ResponseType.<String>named("answer").text("text", "the text", text -> text);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Database database;
    private EventLog events;
    private JobStore store;
    private AsyncJobs jobs;
    private long user;

    @Before
    public void open() {
        database = TestDatabase.open(folder.getRoot().toPath());
        Users users = new Users(database, null, new Sessions(System::nanoTime));
        users.bootstrap();
        user = users.create("admin-2", Secret.of("a-password"), "first", "last", "", Role.ROOT_ADMIN);
        events = new EventLog(database);
        store = new JobStore(database, 1);
        jobs = new AsyncJobs(store, events, Settings.defaults());
    }

    @After
    public void close() {
        jobs.close();
        events.close();
        database.close();
    }

    private void submit(Command command) {
        long account = database.jdbc().sql("SELECT account_id FROM `user` WHERE id = ?").param(user).query(Long.class)
                .single();
        Caller caller = new Caller(user, "u", "admin-2", account, "a", "admin-2", 1, "d", "ROOT", Role.ROOT_ADMIN);
        Commands commands = new Commands();
        commands.add(command);
        new ApiService(commands, (request, asked) -> caller, (entity, uuid) -> OptionalLong.empty(), jobs,
                Settings.defaults()).answer(ApiRequest.of("command=" + command.name(), "", Origin.local()));
    }

    private Job ended() {
        long id = database.jdbc().sql("SELECT MAX(id) FROM async_job").query(Long.class).single();
        return await().atMost(Duration.ofSeconds(20)).until(() -> store.find(id).orElseThrow(),
                job -> job.status() != Job.Status.IN_PROGRESS);
    }

    @Test
    public void whatWasDoneHasSucceededAlsoWhenThatCanOnlyBeStoredLater() throws Exception {
        CountDownLatch away = new CountDownLatch(1);
        submit(Command.named("doSomething").asynchronous().succeeds(call -> {
            database.jdbc().sql("ALTER TABLE async_job RENAME TO async_job_away").update();
            away.countDown();
            return true;
        }));
        away.await();
        Thread.sleep(500);
        database.jdbc().sql("ALTER TABLE async_job_away RENAME TO async_job").update();

        Job job = ended();
        assertThat(job.status()).isEqualTo(Job.Status.SUCCEEDED);
        assertThat(job.result().orElseThrow()).containsEntry("success", true);
    }

    /** As that of a preflight of some hundred hosts. */
    @Test
    public void aLongResultIsKept() {
        String text = "x".repeat(200_000);
        submit(Command.named("tellMuch").asynchronous().returns(ANSWER, call -> text));

        Job job = ended();
        assertThat(job.status()).isEqualTo(Job.Status.SUCCEEDED);
        assertThat(job.result().orElseThrow().toString()).contains(text);
    }
}
