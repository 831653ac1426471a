-- Rows of imports that were taken, but not all that they say. A node of the version before writes none, and leaves
-- those of imports that it forgets.

ALTER TABLE import_run ADD COLUMN warned BIGINT DEFAULT 0 NOT NULL;

CREATE TABLE import_warning (
    import_id VARCHAR(36)   NOT NULL,
    -- the physical line on which the row begins
    line      BIGINT        NOT NULL,
    -- the first cell of the row
    name      VARCHAR(200)  NOT NULL,
    reason    VARCHAR(2000) NOT NULL,
    PRIMARY KEY (import_id, line)
);
