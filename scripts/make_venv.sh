#!/bin/sh
# make_venv.sh FOLDER: a virtual environment with the pinned uv in it.
# PYTHON names the interpreter; without it the first that is new enough is taken.
set -eu
venv=$1
new_enough='import sys; sys.exit(sys.version_info < (3, 11))'

find_python() {
    for candidate in ${PYTHON:-python3 python python3.14 python3.13 python3.12 python3.11}; do
        if "$candidate" -c "$new_enough" >/dev/null 2>&1; then
            command -v "$candidate"
            return
        fi
    done
    echo "lpcommunity needs Python 3.11 or newer; this machine's ${PYTHON:-python3} is: $("${PYTHON:-python3}" --version 2>&1 || echo 'not there')." >&2
    echo "Install a newer one, or say where it is: make run PYTHON=/path/to/python3.11" >&2
    return 1
}

if ! "$venv/bin/python" -c "$new_enough" >/dev/null 2>&1; then
    python=$(find_python)
    echo "Making a virtual environment with $("$python" --version)"
    rm -rf "$venv"/* 2>/dev/null || true
    "$python" -m venv "$venv" || {
        echo "Python could not make a virtual environment. On Debian and Ubuntu: apt install python3-venv" >&2
        exit 1
    }
fi
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    --require-hashes --only-binary :all: --requirement requirements/uv.txt
