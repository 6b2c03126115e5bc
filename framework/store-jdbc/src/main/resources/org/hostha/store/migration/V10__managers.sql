-- Who lives: each manager raises the number in its row. The run tells a process from an earlier one of the same manager.
CREATE TABLE hostha_manager (
    msid bigint unsigned NOT NULL,
    run bigint NOT NULL,
    number bigint unsigned NOT NULL DEFAULT 0,
    PRIMARY KEY (msid)
);
