-- How users become members by themselves.
-- A node of the version before does not look at it, and lets nobody join.

ALTER TABLE mail_group ADD COLUMN join_rule VARCHAR(20) DEFAULT 'closed' NOT NULL;
