CREATE TABLE boats (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    CONSTRAINT named UNIQUE (name)
);
CREATE INDEX boats_by_name ON boats (name);
CREATE VIEW fleet AS SELECT name FROM boats;
CREATE FUNCTION boat_name(boat BIGINT) RETURNS TEXT AS $$ SELECT name FROM boats WHERE id = boat; $$ LANGUAGE sql;
CREATE OR REPLACE FUNCTION boat_count() RETURNS BIGINT AS $$ SELECT count(*) FROM boats; $$ LANGUAGE sql;
ALTER TABLE boats ADD COLUMN flag TEXT, ADD INDEX by_flag (flag);
ALTER TABLE boats ADD berth TEXT;
INSERT INTO boats VALUES (1, 'a');
