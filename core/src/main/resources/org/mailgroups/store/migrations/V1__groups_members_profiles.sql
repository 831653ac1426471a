-- Groups, their members, users' profiles.
--
-- ${key} is the type of what is compared and sorted: lower case, code by code, whatever the database's locale.
-- Instants are milliseconds since 1970-01-01T00:00Z. There are no foreign keys: all writers are serialised by the one row of
-- mail_group_store and keep the tables together themselves, which saves a look-up per row when 100,000 members are added.

-- One row. Each writing transaction begins by raising version, and so waits for the one before it.
CREATE TABLE mail_group_store (
    version   BIGINT NOT NULL,
    -- mail_group_change is complete after this version
    log_start BIGINT NOT NULL,
    -- signs the return paths of groups; empty until the first start has drawn one
    secret    VARCHAR(64) NOT NULL
);
INSERT INTO mail_group_store (version, log_start, secret) VALUES (0, 0, '');

-- Which groups each version of the store changed, created or disbanded; the nodes' look-ups follow it.
CREATE TABLE mail_group_change (
    version    BIGINT NOT NULL,
    group_id   BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (version, group_id)
);

CREATE TABLE mail_group (
    -- the version of the store that created the group
    id           BIGINT        NOT NULL PRIMARY KEY,
    address_key  ${key}        NOT NULL UNIQUE,
    address      VARCHAR(254)  NOT NULL,
    domain       ${key}        NOT NULL,
    name         VARCHAR(200)  NOT NULL,
    description  VARCHAR(1000) NOT NULL,
    search_text  VARCHAR(2000) NOT NULL,
    created_at   BIGINT        NOT NULL,
    member_count BIGINT        NOT NULL,
    -- the version of the store that changed the group or its members last
    version      BIGINT        NOT NULL
);
CREATE INDEX mail_group_by_domain ON mail_group (domain, address_key);

CREATE TABLE mail_group_administrator (
    group_id    BIGINT       NOT NULL,
    address_key ${key}       NOT NULL,
    address     VARCHAR(254) NOT NULL,
    position    INTEGER      NOT NULL,
    PRIMARY KEY (group_id, address_key)
);
CREATE INDEX mail_group_administrator_by_address ON mail_group_administrator (address_key, group_id);

CREATE TABLE mail_group_member (
    group_id       BIGINT       NOT NULL,
    address_key    ${key}       NOT NULL,
    address        VARCHAR(254) NOT NULL,
    name           VARCHAR(200) NOT NULL,
    -- in lower case; the address only where it differs from its key
    search_name    VARCHAR(400) NOT NULL,
    search_address VARCHAR(400) NOT NULL,
    added_at       BIGINT       NOT NULL,
    PRIMARY KEY (group_id, address_key)
);
CREATE INDEX mail_group_member_by_address ON mail_group_member (address_key, group_id);

CREATE TABLE user_profile (
    user_key       ${key}        NOT NULL PRIMARY KEY,
    address        VARCHAR(254)  NOT NULL,
    name           VARCHAR(200)  NOT NULL,
    search_name    VARCHAR(400)  NOT NULL,
    search_text    VARCHAR(2000) NOT NULL,
    identifier     VARCHAR(100),
    -- in lower case
    identifier_key VARCHAR(200) UNIQUE
);
