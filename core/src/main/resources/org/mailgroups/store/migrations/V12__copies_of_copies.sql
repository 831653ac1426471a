-- Forms of a copy: as it was before the postmaster's processor, and without octets above 127.
-- A node of the version before takes the first copies by their numbers, and does not look at the others.

ALTER TABLE posting_copy ADD COLUMN form VARCHAR(20) DEFAULT 'sent' NOT NULL;

-- The number of the copy of which it is a form.
ALTER TABLE posting_copy ADD COLUMN form_of INTEGER DEFAULT 0 NOT NULL;

UPDATE posting_copy SET form_of = number;
