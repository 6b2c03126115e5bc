-- Takes our tables out of CloudStack's database: mysql cloud < drop.sql, when no management server runs with the plugin any more.
-- CloudStack's own tables keep what they had: who is configured, enabled, and in which state.
DROP TABLE IF EXISTS hostha_decision;
DROP TABLE IF EXISTS hostha_release_vm;
DROP TABLE IF EXISTS hostha_case;
DROP TABLE IF EXISTS hostha_oobm;
DROP TABLE IF EXISTS hostha_manager;
DROP TABLE IF EXISTS hostha_guard;
DROP TABLE IF EXISTS hostha_directive;
DROP TABLE IF EXISTS hostha_lock;
DROP TABLE IF EXISTS hostha_migration;
