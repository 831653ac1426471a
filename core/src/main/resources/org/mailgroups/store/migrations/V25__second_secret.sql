-- The secret before the present one, so that what it has signed still holds when a new one is drawn.
-- A node of the version before knows the present one alone.

ALTER TABLE mail_group_store ADD COLUMN previous_secret VARCHAR(64) DEFAULT '' NOT NULL;
ALTER TABLE mail_group_store ADD COLUMN secret_number INTEGER DEFAULT 1 NOT NULL;
