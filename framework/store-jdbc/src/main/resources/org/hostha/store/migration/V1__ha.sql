-- What we keep beside ha_config: one row for each of its rows. The character set is named, because names and reasons are in any
-- script, and a database may have been made for Latin alone.
CREATE TABLE hostha_case (
    ha_config_id bigint unsigned NOT NULL,
    epoch bigint unsigned NOT NULL DEFAULT 0,
    activity_checks int unsigned NOT NULL DEFAULT 0,
    activity_failures int unsigned NOT NULL DEFAULT 0,
    recoveries int unsigned NOT NULL DEFAULT 0,
    fence_tries int unsigned NOT NULL DEFAULT 0,
    custody int unsigned NOT NULL DEFAULT 0,
    order_id bigint unsigned,
    order_kind varchar(16),
    order_step varchar(16),
    release_id bigint unsigned,
    reason varchar(1024) NOT NULL DEFAULT '',
    PRIMARY KEY (ha_config_id)
) DEFAULT CHARSET=utf8mb4;

CREATE TABLE hostha_release_vm (
    ha_config_id bigint unsigned NOT NULL,
    release_id bigint unsigned NOT NULL,
    position int unsigned NOT NULL,
    vm_uuid varchar(40) NOT NULL,
    vm_name varchar(255) NOT NULL,
    outcome varchar(16) NOT NULL,
    note varchar(1024) NOT NULL DEFAULT '',
    PRIMARY KEY (ha_config_id, release_id, position)
) DEFAULT CHARSET=utf8mb4;

-- The newest decisions of each case, in a ring: a decision overwrites the one that made the version a full turn earlier.
CREATE TABLE hostha_decision (
    ha_config_id bigint unsigned NOT NULL,
    slot int unsigned NOT NULL,
    version bigint unsigned NOT NULL,
    from_state varchar(32),
    to_state varchar(32),
    events varchar(512) NOT NULL,
    reason varchar(1024) NOT NULL,
    created datetime NOT NULL,
    PRIMARY KEY (ha_config_id, slot)
) DEFAULT CHARSET=utf8mb4;

-- Rows to lock where there is no other row that is sure to exist: whoever turns a kill switch and whoever arms a
-- destructive command meet at 'switches', so that neither overlooks the other.
CREATE TABLE hostha_lock (
    name varchar(64) NOT NULL,
    PRIMARY KEY (name)
) DEFAULT CHARSET=utf8mb4;
INSERT INTO hostha_lock (name) VALUES ('switches');
