-- What older data has that nobody could put in any more. A node of the version before knows neither table. It makes no row that
-- belongs there, and to take one out nothing is needed.

-- Identifiers that more than one user, or contact, has: all the keys under which somebody has one.
CREATE TABLE shared_identifier (
    -- the key of all its spellings
    identifier_key VARCHAR(200) NOT NULL,
    -- the key in user_profile or contact: the same, or one that finds nobody by itself
    holder_key     VARCHAR(200) NOT NULL,
    PRIMARY KEY (identifier_key, holder_key)
);

-- Rows with an address that cannot be read any more, as they were.
CREATE TABLE set_aside_address (
    id           BIGINT        NOT NULL PRIMARY KEY,
    -- what it was, in words
    place        VARCHAR(1000) NOT NULL,
    address      VARCHAR(1000) NOT NULL,
    -- the name that stood beside it, and an identifier
    details      VARCHAR(1000) NOT NULL,
    set_aside_at BIGINT        NOT NULL
);
