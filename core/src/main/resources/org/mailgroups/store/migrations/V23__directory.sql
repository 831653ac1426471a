-- What the address book of each domain shows, and what changed in it: programs keep copies, and ask what is new.
-- A node of the version before does not write it. It shows groups that are not listed.

ALTER TABLE mail_group ADD COLUMN listed BOOLEAN DEFAULT TRUE NOT NULL;

-- Each contact that ever was shared, and each group that ever was listed. A row is never deleted.
CREATE TABLE directory_entry (
    domain  ${key}      NOT NULL,
    -- contact or group
    kind    ${key}      NOT NULL,
    -- the id of the contact or of the group
    entry   ${key}      NOT NULL,
    -- the version of the store that changed what is shown of it
    version BIGINT      NOT NULL,
    gone    BOOLEAN     NOT NULL,
    -- of all that is shown of it
    digest  VARCHAR(32) NOT NULL,
    CONSTRAINT directory_entry_by_name PRIMARY KEY (domain, kind, entry)
);
CREATE INDEX directory_entry_by_version ON directory_entry (domain, kind, version, entry);
CREATE INDEX directory_entry_by_entry ON directory_entry (entry, kind);

CREATE TABLE directory_book (
    domain    ${key}  NOT NULL PRIMARY KEY,
    -- the version of the store that changed an entry last
    version   BIGINT  NOT NULL,
    -- how many contacts are in it
    contacts  BIGINT  NOT NULL,
    -- whether these are too many for everybody to have all
    large     BOOLEAN NOT NULL,
    -- the version that made it large or small
    formed_at BIGINT  NOT NULL
);

-- Users of large books, who have the contacts of their own groups.
CREATE TABLE directory_reader (
    user_key ${key}  NOT NULL PRIMARY KEY,
    -- directory_own is complete after this version
    since    BIGINT  NOT NULL
);

CREATE TABLE directory_own (
    user_key   ${key}  NOT NULL,
    contact_id ${key}  NOT NULL,
    -- the version of the store that gave it to the user, or took it away
    version    BIGINT  NOT NULL,
    gone       BOOLEAN NOT NULL,
    PRIMARY KEY (user_key, contact_id)
);
