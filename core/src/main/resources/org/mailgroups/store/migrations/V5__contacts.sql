-- Shared contacts, and contacts as members of groups.

CREATE TABLE contact_group (
    id            ${key}       NOT NULL PRIMARY KEY,
    domain        ${key}       NOT NULL,
    name          VARCHAR(100) NOT NULL,
    -- in lower case
    name_key      ${key}       NOT NULL,
    contact_count BIGINT       NOT NULL,
    -- the version of the store that gave it its name
    version       BIGINT       NOT NULL,
    CONSTRAINT contact_group_by_name UNIQUE (domain, name_key)
);

CREATE TABLE contact (
    id              ${key}        NOT NULL,
    contact_group   ${key}        NOT NULL,
    domain          ${key}        NOT NULL,
    name            VARCHAR(200)  NOT NULL,
    -- the name in lower case, without accents, cut to the length of a key
    sort_key        ${key}        NOT NULL,
    identifier      VARCHAR(100)  NOT NULL,
    -- in lower case; NULL for none, as are the next one and card_uid
    identifier_key  VARCHAR(200),
    preferred_key   ${key},
    -- each an address, U+001F and a label, with U+001E between them; the preferred one first
    emails          VARCHAR(7000) NOT NULL,
    -- with U+001E between them
    phones          VARCHAR(1100) NOT NULL,
    company         VARCHAR(200)  NOT NULL,
    department      VARCHAR(200)  NOT NULL,
    title           VARCHAR(200)  NOT NULL,
    postal_address  VARCHAR(1000) NOT NULL,
    notes           VARCHAR(4000) NOT NULL,
    shared          BOOLEAN       NOT NULL,
    card_uid        VARCHAR(255),
    card_properties ${text}       NOT NULL,
    -- the version of the store that changed it last
    version         BIGINT        NOT NULL,
    CONSTRAINT contact_by_id PRIMARY KEY (id),
    CONSTRAINT contact_by_identifier UNIQUE (identifier_key, domain)
);
CREATE INDEX contact_by_name ON contact (contact_group, sort_key, id);
CREATE INDEX contact_by_preferred ON contact (preferred_key, contact_group);
CREATE INDEX contact_by_uid ON contact (card_uid, contact_group);
CREATE INDEX contact_by_version ON contact (domain, version);

-- What the nodes' indexes for searching follow: when the contacts of a domain were changed last, and which are gone.
CREATE TABLE contact_book (
    domain    ${key} NOT NULL PRIMARY KEY,
    -- the version of the store that changed a contact of the domain last
    version   BIGINT NOT NULL,
    -- contact_deletion is complete after this version
    log_start BIGINT NOT NULL
);

CREATE TABLE contact_deletion (
    domain     ${key} NOT NULL,
    version    BIGINT NOT NULL,
    contact_id ${key} NOT NULL,
    deleted_at BIGINT NOT NULL,
    PRIMARY KEY (domain, version, contact_id)
);

-- Contacts that are members of groups.
CREATE TABLE mail_group_contact (
    group_id    BIGINT NOT NULL,
    contact_id  ${key} NOT NULL,
    -- the member as which it is there
    address_key ${key} NOT NULL,
    PRIMARY KEY (group_id, contact_id)
);
CREATE INDEX mail_group_contact_by_contact ON mail_group_contact (contact_id, group_id);
CREATE INDEX mail_group_contact_by_address ON mail_group_contact (address_key, group_id);

-- Whether a member is there by itself, and not by contacts alone.
ALTER TABLE mail_group_member ADD COLUMN direct BOOLEAN DEFAULT TRUE NOT NULL;
