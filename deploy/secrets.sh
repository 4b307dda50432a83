#!/bin/sh
# Makes the secrets of an installation, once: what is there already is left as it is.
#   sh deploy/secrets.sh [FOLDER]        deploy/secrets, where docker-compose.yml looks for them
# Each file is for its owner alone. `master_key` wraps every person's data key: keep a copy apart from all backups.
set -eu
umask 077
folder=${1:-$(dirname "$0")/secrets}
mkdir -p "$folder"

keep() { # keep FILE: what is piped in, unless the file is there
  if [ -e "$folder/$1" ]; then cat >/dev/null; else cat >"$folder/$1.new" && mv "$folder/$1.new" "$folder/$1"; fi
}

# No character that an address, a statement or a passfile would have to escape.
password() { head -c 24 /dev/urandom | base64 | tr '+/' '-_'; }

# The passfile (libpq's PGPASSFILE) of a process: the roles it acts as, and no other's password.
passfile() { # passfile FILE ROLE...
  file=$1
  shift
  for role in "$@"; do
    printf 'postgres:5432:*:%s:%s\n' "$role" "$(sed -n "s/^$role //p" "$folder/postgres_roles")"
  done | keep "$file"
}

head -c 32 /dev/urandom | base64 | keep master_key
password | keep postgres_password

services="intake triage panels notifications audit"
for role in owner $services audit_reader keyring keyring_maker keyring_opener access; do
  printf 'waymark_%s %s\n' "$role" "$(password)"
done | keep postgres_roles

passfile owner_pgpass waymark_owner
passfile intake_pgpass waymark_intake waymark_keyring waymark_access
passfile panels_pgpass waymark_panels waymark_keyring_maker waymark_access
for service in triage notifications; do
  passfile "${service}_pgpass" "waymark_$service" waymark_keyring_opener waymark_access
done
passfile audit_pgpass waymark_audit waymark_audit_reader waymark_keyring_opener waymark_access
passfile operator_pgpass $(for service in $services; do echo "waymark_$service"; done) \
  waymark_audit_reader waymark_keyring waymark_access
