-- A table of many hosts' preflights is longer than the 65,535 bytes of a text.
ALTER TABLE async_job MODIFY COLUMN job_result mediumtext;
