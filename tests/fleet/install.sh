#!/usr/bin/env bash
# RabbitMQ, PostgreSQL and the C client of RabbitMQ from Debian, if they are missing. No service of the system is started:
# the tests start servers of their own.
set -euo pipefail

missing=()
[ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || missing+=(rabbitmq-server)
compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || missing+=(postgresql)
[ -e /usr/include/amqp.h ] || [ -e /usr/include/rabbitmq-c/amqp.h ] || missing+=(librabbitmq-dev)
[ ${#missing[@]} -eq 0 ] && exit 0

echo "installing ${missing[*]}"
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
  printf '#!/bin/sh\nexit 101\n' >$policy
  chmod 755 $policy
  trap 'rm -f $policy' EXIT
fi
install=(apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=240 "${missing[@]}")
DEBIAN_FRONTEND=noninteractive "${install[@]}" >/dev/null 2>&1 || {
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${install[@]}" >/dev/null
}
