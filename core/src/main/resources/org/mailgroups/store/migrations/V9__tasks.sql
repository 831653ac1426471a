-- Tasks that other nodes may run, and what is left if the node of a task dies.

-- Why an import failed, in words for the person who asked for it; NULL if it has not.
ALTER TABLE import_run ADD COLUMN reason VARCHAR(1000);
-- Whether its file lies in staged_file until it begins, so that any node may run it. A node of the version before does not know
-- it: its imports run on the node that took the file.
ALTER TABLE import_run ADD COLUMN travels BOOLEAN DEFAULT FALSE NOT NULL;

-- Whether its node gives a sign of life every few seconds. A node of the version before does so once in a batch.
ALTER TABLE import_run ADD COLUMN pulses BOOLEAN DEFAULT FALSE NOT NULL;

-- Files that wait for a task, in parts.
CREATE TABLE staged_file (
    name    VARCHAR(100) NOT NULL,
    part    INTEGER      NOT NULL,
    kept_at BIGINT       NOT NULL,
    -- no part comes after it
    is_last BOOLEAN      NOT NULL,
    octets  ${octets}    NOT NULL,
    PRIMARY KEY (name, part)
);

-- Ids under which members lie that belong to no group: of a group that is not restored yet, or of a large one that was disbanded.
CREATE TABLE mail_group_loose (
    group_id BIGINT NOT NULL PRIMARY KEY,
    -- its last sign of life
    alive_at BIGINT NOT NULL
);
