-- What admins have laid down about HA besides its switches. It ends at a time in seconds since 1970 by the database's clock, the
-- only one that all managers share. What is about everything has partition type '' and id 0.
CREATE TABLE hostha_directive (
    kind varchar(16) NOT NULL,
    partition_type varchar(16) NOT NULL,
    partition_id bigint NOT NULL,
    ends bigint,
    laid_by varchar(255) NOT NULL,
    reason varchar(1024) NOT NULL,
    PRIMARY KEY (kind, partition_type, partition_id)
) CHARACTER SET utf8mb4;
