-- The history of imports, and the rows they rejected.

CREATE TABLE import_run (
    id           VARCHAR(36)  NOT NULL PRIMARY KEY,
    -- the version of the store that recorded it: the order of submission
    version      BIGINT       NOT NULL,
    -- what it goes into: group:<id> or profiles
    target       VARCHAR(100) NOT NULL,
    task_id      VARCHAR(36),
    principal    VARCHAR(254) NOT NULL,
    mode         VARCHAR(20)  NOT NULL,
    dry_run      BOOLEAN      NOT NULL,
    status       VARCHAR(20)  NOT NULL,
    submitted_at BIGINT       NOT NULL,
    -- its last sign of life
    alive_at     BIGINT       NOT NULL,
    finished_at  BIGINT,
    row_count    BIGINT       NOT NULL,
    added        BIGINT       NOT NULL,
    updated      BIGINT       NOT NULL,
    unchanged    BIGINT       NOT NULL,
    removed      BIGINT       NOT NULL,
    rejected     BIGINT       NOT NULL
);
CREATE INDEX import_run_by_target ON import_run (target, version);

CREATE TABLE import_rejection (
    import_id VARCHAR(36)   NOT NULL,
    -- the physical line on which the row begins
    line      BIGINT        NOT NULL,
    -- the row's cells, with U+001F between them
    cells     VARCHAR(4000) NOT NULL,
    reason    VARCHAR(500)  NOT NULL,
    PRIMARY KEY (import_id, line)
);
