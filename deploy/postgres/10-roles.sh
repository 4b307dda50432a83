#!/bin/sh
# Makes Waymark's databases and roles, once; run again, it changes nothing but the passwords, to what the file says.
#
# PostgreSQL's image runs it at its first start, deploy/local/borough.py likewise. libpq's own variables say where the
# server is and who may do this; WAYMARK_ROLES_FILE holds a role and its password on each line (deploy/secrets.sh).
#
#   waymark_owner          owns the logs' tables; only migrations come as this role
#   waymark_SERVICE        reads and adds to its own log, and has its views and all else beside it to itself
#   waymark_audit_reader   reads every log and nothing else
#   waymark_keyring        has the keyring's database: makes, opens and destroys keys (intake's way in)
#   waymark_keyring_maker  opens keys and makes them, destroys none (panels'); there where the file names it
#   waymark_keyring_opener opens keys and nothing else (triage's, notifications' and audit's); likewise
#   waymark_access         has the accounts' database; nothing else leads there
set -eu
services="intake triage panels notifications audit"
roles=${WAYMARK_ROLES_FILE:?the file with roles and passwords}

ask() { psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 --dbname "$1" >/dev/null; }

# Passwords reach psql by its input, so that no list of processes shows them.
while read -r role password; do
  cat <<SQL
SELECT 'CREATE ROLE $role LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '$role') \gexec
ALTER ROLE $role LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD '$password';
SQL
done <"$roles" | ask postgres

database() { # database NAME OWNER
  cat <<SQL | ask postgres
SELECT 'CREATE DATABASE $1 OWNER $2 TEMPLATE template0 ENCODING UTF8 LC_COLLATE "C" LC_CTYPE "C.UTF-8"'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '$1') \gexec
REVOKE ALL ON DATABASE $1 FROM PUBLIC;
SQL
  cat <<SQL | ask "$1"
ALTER SCHEMA public OWNER TO $2;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
SQL
}

database waymark_keyring waymark_keyring
database waymark_access waymark_access

cat <<SQL | ask waymark_keyring
SELECT format('GRANT CONNECT ON DATABASE waymark_keyring TO %I', rolname),
       format('GRANT USAGE ON SCHEMA public TO %I', rolname),
       format('ALTER DEFAULT PRIVILEGES FOR ROLE waymark_keyring IN SCHEMA public GRANT %s ON TABLES TO %I',
              CASE rolname WHEN 'waymark_keyring_maker' THEN 'SELECT, INSERT' ELSE 'SELECT' END, rolname)
  FROM pg_roles WHERE rolname IN ('waymark_keyring_maker', 'waymark_keyring_opener') \gexec
SQL

for service in $services; do
  database "waymark_$service" waymark_owner
  cat <<SQL | ask "waymark_$service"
GRANT CONNECT, TEMPORARY, CREATE ON DATABASE waymark_$service TO waymark_$service;
GRANT CONNECT ON DATABASE waymark_$service TO waymark_audit_reader;
GRANT USAGE ON SCHEMA public TO waymark_$service, waymark_audit_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE waymark_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO waymark_$service;
ALTER DEFAULT PRIVILEGES FOR ROLE waymark_owner IN SCHEMA public GRANT USAGE ON SEQUENCES TO waymark_$service;
ALTER DEFAULT PRIVILEGES FOR ROLE waymark_owner IN SCHEMA public GRANT SELECT ON TABLES TO waymark_audit_reader;
SQL
done
