-- What copies say about how to leave a group.
-- A node of the version before does not look at it, and writes no List-Unsubscribe.

ALTER TABLE mail_group ADD COLUMN unsubscribe VARCHAR(20) DEFAULT 'mail' NOT NULL;
