#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
# Install what the Makefile's commands need: `environment`, `browser`, `nginx` or `stores`.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
venv="$root/.venv"

fail() {
  echo "mendsky: $1" >&2
  exit 2
}

# Debian packages: installed where we are root, named where we are not.
debian() {
  if [ "$(id -u)" -ne 0 ]; then
    echo "mendsky: $1 is missing: ask an administrator for: apt-get install $2" >&2
    return 1
  fi
  echo "mendsky: installing $2" >&2
  # Run level 1: what is installed for a test is not started as a service of the machine.
  export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
  apt-get update -qq >/dev/null 2>&1 || true
  apt-get install -y -qq --no-install-recommends "$2" >/dev/null 2>&1 || fail "apt-get could not install $2"
}

environment() {
  python=${PYTHON:-python3}
  command -v "$python" >/dev/null || fail "Python 3.11 or later is missing"
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || fail "Python 3.11 or later is needed, $("$python" --version) found"
  if command -v uv >/dev/null; then
    [ -x "$venv/bin/python" ] || uv venv -q --python "$python" "$venv"
    uv pip install -q --python "$venv/bin/python" --require-hashes --no-deps -r "$root/requirements.txt"
    uv pip install -q --python "$venv/bin/python" --no-deps --no-build-isolation -e "$root"
  else
    [ -x "$venv/bin/pip" ] || "$python" -m venv "$venv" || fail "python3-venv is missing: apt-get install python3-venv"
    "$venv/bin/python" -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r "$root/requirements.txt"
    "$venv/bin/python" -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e "$root"
  fi
  # Where PYTHONDONTWRITEBYTECODE is set nothing is kept compiled, and each of our many processes
  # would compile Django and numpy anew: 1 s of each start. Files that no Python can read are left.
  "$venv/bin/python" -m compileall -q -j 0 "$venv/lib" "$root/mendsky" >/dev/null 2>&1 || true
  # What finds identifiers in megabytes is compiled once, here rather than in the first census.
  "$venv/bin/python" -c "
from mendsky.core.identity import prepare
from mendsky.nations.identity import load_identity
prepare(load_identity('cn'), (1900, 2000), int)"
}

case "${1:-}" in
  environment) environment ;;
  # Browser tests are skipped, and say so, where no Chromium can be had.
  browser) command -v chromium >/dev/null || debian Chromium chromium || true ;;
  nginx) command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || debian nginx nginx-light || true ;;
  stores)
    command -v redis-server >/dev/null || debian Redis redis-server || true
    command -v memcached >/dev/null || debian memcached memcached || true
    [ -x /usr/sbin/vsftpd ] || debian vsftpd vsftpd || true
    command -v rsync >/dev/null || debian rsync rsync || true
    command -v etcd >/dev/null || debian etcd etcd-server || true
    command -v influxd >/dev/null || debian InfluxDB influxdb || true
    command -v ganesha.nfsd >/dev/null || debian NFS-Ganesha nfs-ganesha-vfs || true
    /usr/bin/python3 -c 'import pyftpdlib' 2>/dev/null || debian pyftpdlib python3-pyftpdlib || true
    [ -x /usr/sbin/mariadbd ] || debian MariaDB mariadb-server || true
    ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || debian PostgreSQL postgresql || true
    [ -d /usr/share/phpmyadmin ] || debian phpMyAdmin phpmyadmin || true
    command -v php >/dev/null || debian PHP php-cli || true
    [ -x /usr/sbin/slapd ] || debian OpenLDAP slapd || true
    command -v java >/dev/null || debian Java default-jre-headless || true
    [ -d /usr/share/tomcat10 ] || debian Tomcat tomcat10 || true
    [ -d /usr/share/tomcat10-admin ] || debian "Tomcat's manager" tomcat10-admin || true
    [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || debian RabbitMQ rabbitmq-server || true
    [ -d /usr/share/zabbix ] || debian Zabbix zabbix-frontend-php || true
    [ -d /usr/share/zabbix-server-mysql ] || debian "Zabbix's schema" zabbix-server-mysql || true
    php -m | grep -qi mysqli || debian "PHP's MySQL" php-mysql || true
    ;;
  *) fail "usage: prepare.sh environment|browser|nginx|stores" ;;
esac
