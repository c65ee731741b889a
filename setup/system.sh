#!/bin/sh
# Install the system packages that Octavo needs; without the right to do so, print the command.
# Usage: system.sh edition|test [python]
set -eu
what=$1
python=${2:-python3}
missing=""

need() { missing="$missing $1"; }
library() { ldconfig -p 2>/dev/null | grep -q "$1" || need "$2"; }
jar() { [ -e "/usr/share/java/$1" ] || need "$2"; }
program() { command -v "$1" >/dev/null 2>&1 || need "$2"; }

PATH="$PATH:/usr/sbin:/sbin"
if ! command -v "$python" >/dev/null 2>&1; then
    need python3
    need python3-venv
elif ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Octavo needs Python 3.11 or newer; $python is $("$python" -V 2>&1)." >&2
    echo "Name another: make $what PYTHON=/path/to/python3.12" >&2
    exit 2
elif ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    need python3-venv
fi
library libpango-1.0.so.0 libpango-1.0-0
library libpangoft2-1.0.so.0 libpangoft2-1.0-0
library libharfbuzz-subset.so.0 libharfbuzz-subset0

if [ "$what" = test ]; then
    program pdftotext poppler-utils
    program javac default-jdk-headless
    jar jaxb-runtime.jar libjaxb-java
    program node nodejs
    program npm npm
    program soffice libreoffice-writer-nogui
    program chromium chromium
    program gs ghostscript
fi

[ -n "$missing" ] || exit 0

if command -v apt-get >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ]; then
        as=""
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        as="sudo"
    else
        as=no
    fi
    if [ "$as" != no ]; then
        echo "Installing:$missing"
        export DEBIAN_FRONTEND=noninteractive
        $as apt-get update -q
        # shellcheck disable=SC2086 # a list of packages
        $as apt-get install -y -q --no-install-recommends $missing
        exit 0
    fi
fi
echo "Octavo needs packages that are not installed. Please run:" >&2
echo "    sudo apt-get update && sudo apt-get install -y --no-install-recommends$missing" >&2
echo "and then the same make command again." >&2
exit 2
