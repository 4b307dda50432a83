#!/bin/sh
# Makes the virtual environment with the first Python on this machine that is new enough.
set -eu
target=$1

new_enough() {
  command -v "$1" >/dev/null 2>&1 && "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

for candidate in python3.11 python3.12 python3.13 python3 python; do
  if new_enough "$candidate"; then
    "$candidate" -m venv "$target" && exit 0
    echo "$candidate cannot make a virtual environment here. On Debian and Ubuntu install the package python3-venv." >&2
    rm -rf "$target"
    exit 1
  fi
done

echo "Waymark needs Python 3.11 or newer, and found none as python3.11, python3 or python." >&2
echo "Install it (Debian and Ubuntu: apt-get install python3.11 python3.11-venv), then call make again." >&2
exit 1
