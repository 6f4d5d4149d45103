#!/usr/bin/env bash
# Builds everything.
set -euo pipefail

source ./lib.sh
. ./colors.sh

ROOT="$(pwd)"
export TARGET=release
readonly LIMIT=10
alias ll='ls -l'

FILES=(
  one.txt
  two.txt
)

build() {
  local dir="$1"
  if [[ -d "$dir" ]]; then
    cargo build
  else
    echo "missing"
  fi
  for file in "${FILES[@]}"; do
    cp "$file" "$TARGET"
  done
}

function clean {
  rm -rf target
}

case "$1" in
  build)
    build "$ROOT"
    ;;
  clean | purge) clean ;;
  *)
    echo "usage" | cat >&2
    ;;
esac
