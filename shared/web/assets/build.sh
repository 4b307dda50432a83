#!/bin/sh
# Compiles the styles and gathers everything a page may load into built/. Called by `npm run build` at the root.
set -eu
here=shared/web/assets
built=$here/built

mkdir -p "$built"
cp node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js "$built/"
cp "$here/waymark.js" "$here/call.js" "$here/favicon.svg" "$built/"
# Last, because make takes this file as the sign that all of it is there.
sass --no-source-map --no-error-css --style=compressed --load-path=node_modules "$here/waymark.scss" "$built/waymark.css.new"
mv "$built/waymark.css.new" "$built/waymark.css"
