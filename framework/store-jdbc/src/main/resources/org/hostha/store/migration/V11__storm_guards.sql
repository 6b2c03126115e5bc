-- The storm guard of a cluster (id), or of all clusters (-1). Every change of its state is a new version; every permit given
-- counts on the same row, so that two that are given at once meet there.
CREATE TABLE hostha_guard (
    scope bigint NOT NULL,
    version bigint unsigned NOT NULL DEFAULT 0,
    closed int unsigned NOT NULL DEFAULT 0,
    level int unsigned NOT NULL DEFAULT 0,
    given bigint unsigned NOT NULL DEFAULT 0,
    PRIMARY KEY (scope)
);

-- The cluster of a resource while it is being recovered or fenced: it holds a permit of that cluster, and one of all.
ALTER TABLE hostha_case ADD COLUMN permit_cluster bigint;
CREATE INDEX i_hostha_case__permit ON hostha_case (permit_cluster);
