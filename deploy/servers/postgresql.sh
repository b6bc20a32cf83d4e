#!/bin/sh
# PostgreSQL, told by POSTGRES_… as the image of its community is. A cluster is made beside its place and moved there, so
# that half of one is never taken for it.
set -eu
data=/var/lib/postgresql/cluster
if [ ! -d "$data" ]; then
  rm -rf "$data.fresh"
  test -z "${POSTGRES_PASSWORD_FILE:-}" || POSTGRES_PASSWORD=$(cat "$POSTGRES_PASSWORD_FILE")
  printf '%s' "${POSTGRES_PASSWORD:?a password for the superuser, or POSTGRES_PASSWORD_FILE with one}" > /tmp/password
  initdb --pgdata="$data.fresh" --username="${POSTGRES_USER:-postgres}" --pwfile=/tmp/password --auth=scram-sha-256 \
    --encoding=UTF8 --locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C
  rm /tmp/password
  echo "host all all all scram-sha-256" >> "$data.fresh/pg_hba.conf"
  mv "$data.fresh" "$data"
fi
exec postgres -D "$data" -c listen_addresses='*' -c unix_socket_directories=/tmp -c max_connections=200 \
  -c timezone=UTC -c log_timezone=UTC "$@"
