#!/bin/sh
# Kafka as one process, told by KAFKA_… as the image of the project itself is: KAFKA_NODE_ID is node.id. Its data stay in /var/lib/kafka/data.
set -eu
awk 'BEGIN { for (name in ENVIRON) if (sub(/^KAFKA_/, "", name)) print name }' | while read -r name; do
  printf '%s=%s\n' "$(echo "$name" | tr A-Z_ a-z.)" "$(printenv "KAFKA_$name")"
done > /tmp/server.properties
java -cp '/opt/kafka/*' kafka.tools.StorageTool format --ignore-formatted \
  -t "${CLUSTER_ID:-gendanLocalClusterAAAAA}" -c /tmp/server.properties
exec java -Xmx512m -XX:+UseSerialGC -Dlog4j2.configurationFile=/opt/kafka/log4j2.properties \
  -cp '/opt/kafka/*' kafka.Kafka /tmp/server.properties
