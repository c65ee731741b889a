#!/bin/sh
# Make the virtual environment, and install Octavo into it with every version pinned.
# Usage: environment.sh PYTHON VENV WHAT
set -eu
python=$1
venv=$2
what=$3
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    --constraint constraints.txt --editable "$what"
