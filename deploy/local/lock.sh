#!/bin/sh
# Pins every package with its hashes, and no address, so that the locks work behind any mirror.
# What is pinned already stays as it is unless --upgrade is given.
set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

sh deploy/local/venv.sh "$scratch/venv"
"$scratch/venv/bin/python" -m pip install --disable-pip-version-check --no-input --quiet "uv==0.13.9"

pin() { # pin LOCK ARGUMENTS...
  lock=$1
  shift
  "$scratch/venv/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-emit-find-links --no-header --no-annotate -o "$lock" "$@" >/dev/null
}

pin requirements.lock pyproject.toml "$@"
pin requirements-dev.lock pyproject.toml --group dev --group bench -c requirements.lock "$@"
pin requirements-node.lock --group node "$@"

if [ "${1:-}" = --upgrade ]; then sh deploy/local/npm.sh update --package-lock-only --no-audit --no-fund --loglevel=error; fi
sh deploy/local/npm.sh install --package-lock-only --ignore-scripts --no-audit --no-fund --loglevel=error
# npm writes where each package may be sponsored; those are addresses too.
.venv/bin/python - <<'PY'
import json
import pathlib

lock = pathlib.Path("package-lock.json")
content = json.loads(lock.read_text())
for package in content["packages"].values():
    package.pop("funding", None)
    package.pop("resolved", None)
lock.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")
PY
