package org.hostha.server;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.hostha.core.ThreadEventLoop;
import org.hostha.ha.SharedMembership;
import org.hostha.ha.spi.Membership;
import org.hostha.server.api.commands.ManagementServer;
import org.hostha.server.db.Database;
import org.hostha.server.settings.DatabaseSettings;
import org.hostha.store.JdbcMemberStore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which manager this is, and who else lives. The embedded database has one manager; a database server may have several. */
@Configuration(proxyBeanMethods = false)
class MembershipConfiguration {

    /** When this process began: CloudStack's runid. */
    record Run(long id) { }

    @Bean
    Run run() {
        return new Run(System.currentTimeMillis());
    }

    @Bean
    ManagementServer self(Database database, ServerOptions options) {
        return Managers.self(database, options);
    }

    @Bean
    ThreadEventLoop membershipLoop() {
        return new ThreadEventLoop("membership");
    }

    /** One of its own: whatever else waits for the database must not look like this manager's death. */
    @Bean
    ExecutorService membershipStore() {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "membership-store");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Bean
    Membership membership(ManagementServer self, Run run, ServerOptions options, Database database,
            DatabaseSettings settings, ThreadEventLoop membershipLoop, ExecutorService membershipStore) {
        if (options.database().isEmpty()) {
            return Membership.alone(self.msid());
        }
        SharedMembership shared = new SharedMembership(self.msid(), run.id(),
                new JdbcMemberStore(database.dataSource()), settings, membershipLoop, membershipStore);
        shared.start();
        return shared;
    }

    @Bean
    PeerRecorder peerRecorder(Database database, Membership membership, ThreadEventLoop hostLoop) {
        return new PeerRecorder(database, membership, hostLoop);
    }
}
