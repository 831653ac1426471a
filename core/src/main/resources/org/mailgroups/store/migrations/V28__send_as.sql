-- Who may write in the group's name.
-- A node of the version before does not look at it, and lets nobody do so.

ALTER TABLE mail_group ADD COLUMN send_as VARCHAR(20) DEFAULT 'none' NOT NULL;
