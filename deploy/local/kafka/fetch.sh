#!/bin/sh
# Fetches the jars of one Kafka broker into the given folder, and takes only those that were looked at.
# Where they cannot be had it says so and goes on: what needs a broker says itself that it is missing.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=$1

if ! command -v mvn >/dev/null 2>&1 || ! command -v java >/dev/null 2>&1; then
  echo "No Maven or no Java on this machine, so there will be no local Kafka broker; tests that need one say so." >&2
  exit 0
fi

echo "Fetching the Kafka broker"
mkdir -p "$target"
target=$(cd "$target" && pwd)
# Fetched beside and moved when all is well, so that a fetch broken off leaves nothing that looks complete.
fresh=$(mktemp -d "$target/.fetching-XXXXXX")
trap 'rm -rf "$fresh"' EXIT
if ! mvn --quiet --batch-mode --file "$here/pom.xml" "-Djars=$fresh" validate; then
  echo "The broker could not be fetched (above is why); tests that need one say so." >&2
  exit 0
fi
(cd "$fresh" && sha256sum --quiet --check "$here/sha256sums")
if [ "$(find "$fresh" -name '*.jar' | wc -l)" -ne "$(wc -l <"$here/sha256sums")" ]; then
  echo "More jars came than deploy/local/kafka/sha256sums names. Look at them before they are used." >&2
  exit 1
fi
rm -f "$target"/*.jar
mv "$fresh"/*.jar "$target"
cp "$here/sha256sums" "$target/fetched"
