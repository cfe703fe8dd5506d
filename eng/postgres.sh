#!/usr/bin/env bash
# A throw-away PostgreSQL on loopback, whoever calls: initdb refuses root, so it runs as user postgres then.
#   eng/postgres.sh start DIR PORT   makes it when missing, starts it, prints a connection string
#   eng/postgres.sh kill DIR         ends it at once, as a crash would; start recovers
#   eng/postgres.sh stop DIR
set -euo pipefail
command=${1:?start, kill or stop} folder=${2:?a folder} port=${3:-15432}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
as_postgres() {
  if [ "$(id -u)" = 0 ]; then (cd / && setpriv --reuid=postgres --regid=postgres --clear-groups "$@"); else "$@"; fi
}
case $command in
  start)
    if [ ! -e "$folder/pg/PG_VERSION" ]; then
      mkdir -p "$folder/pg"
      if [ "$(id -u)" = 0 ]; then chmod 755 "$folder" && chown postgres: "$folder/pg"; fi
      as_postgres "$bin/initdb" -D "$folder/pg" -U judge -A trust -E UTF8 --locale=C.UTF-8 -N >/dev/null
    fi
    as_postgres "$bin/pg_ctl" -D "$folder/pg" -w -s -l "$folder/pg/log" -o "-p $port -h 127.0.0.1 -k $folder/pg -c max_connections=200" start >&2
    echo "Host=127.0.0.1;Port=$port;Username=judge;Database=postgres"
    ;;
  kill) as_postgres "$bin/pg_ctl" -D "$folder/pg" -m immediate -s stop ;;
  stop) as_postgres "$bin/pg_ctl" -D "$folder/pg" -m fast -s stop ;;
  *)
    echo "postgres.sh: unknown command '$command'" >&2
    exit 2
    ;;
esac
