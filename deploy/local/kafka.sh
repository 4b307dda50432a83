#!/bin/sh
# One Kafka broker on this machine, for development and tests: KRaft, broker and controller in one process, loopback
# only, one copy of everything. Runs until it is stopped (SIGTERM); what it holds stays in KAFKA_DATA.
#
#   KAFKA_PORT             where it listens (9092); the controller takes KAFKA_CONTROLLER_PORT, else the next port
#   KAFKA_DATA             what it keeps (var/kafka/data)
#   KAFKA_SEALED_PORT      where it listens over TLS too and asks who comes; then also
#     KAFKA_CERTIFICATE      its certificate and key, a PEM file
#     KAFKA_USER             who may sign in, SCRAM-SHA-512=[name=NAME,password=PASSWORD]; written when KAFKA_DATA is new
#   WAYMARK_KAFKA_JARS     where `make kafka` put the jars (var/kafka/jars)
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
port=${KAFKA_PORT:-9092}
controller=${KAFKA_CONTROLLER_PORT:-$((port + 1))}
data=${KAFKA_DATA:-$root/var/kafka/data}
jars=${WAYMARK_KAFKA_JARS:-$root/var/kafka/jars}

if [ ! -f "$jars/fetched" ]; then
  echo "The broker's jars are not in $jars. Call make kafka first (it needs Maven and Java 17)." >&2
  exit 3
fi

listeners=PLAINTEXT://127.0.0.1:$port${KAFKA_SEALED_PORT:+,SASL_SSL://127.0.0.1:$KAFKA_SEALED_PORT}

mkdir -p "$data"
# Topics are made by `python -m services topics` and never by a misspelt name. The small numbers make a start fast:
# a group need not wait for members that a single machine does not have.
cat >"$data/server.properties" <<P
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$controller
controller.listener.names=CONTROLLER
listeners=$listeners,CONTROLLER://127.0.0.1:$controller
advertised.listeners=$listeners
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT
inter.broker.listener.name=PLAINTEXT
log.dirs=$data/log
auto.create.topics.enable=false
default.replication.factor=1
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
P
if [ -n "${KAFKA_SEALED_PORT:-}" ]; then
  cat >>"$data/server.properties" <<P
sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=\
 org.apache.kafka.common.security.scram.ScramLoginModule required;
ssl.keystore.type=PEM
ssl.keystore.location=$KAFKA_CERTIFICATE
P
fi

set -- java -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djava.awt.headless=true \
  -Dorg.slf4j.simpleLogger.defaultLogLevel="${KAFKA_LOG_LEVEL:-error}" -cp "$jars/*"

if [ ! -f "$data/log/meta.properties" ]; then
  # Letters and digits only: an id that began with a dash would be taken for an option.
  cluster=$(head -c 16 /dev/urandom | base64 | tr '+/' 'Aa' | tr -d '=')
  "$@" kafka.tools.StorageTool format --cluster-id "$cluster" --config "$data/server.properties" \
    ${KAFKA_USER:+--add-scram "$KAFKA_USER"} >/dev/null
fi
exec "$@" kafka.Kafka "$data/server.properties"
