-- A rejected row of shared contacts has more and longer cells than one of members: all of it must come back to be corrected.

ALTER TABLE import_rejection ALTER COLUMN cells SET DATA TYPE VARCHAR(24100);
