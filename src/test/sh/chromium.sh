#!/usr/bin/env bash
# Prints where Chromium is. With the argument "true" it is installed where it is missing and that can be done: as root,
# with Debian's packages. Exits with 1 and the reason where there is none.
set -euo pipefail
find_it() {
  for name in chromium chromium-browser google-chrome; do
    if command -v "$name"; then exit 0; fi
  done
}
find_it
if [ "${1:-}" != true ]; then
  echo "no Chromium: install it (Debian: apt-get install chromium), or run with -Plong, which does so as root"
  exit 1
fi
if [ "$(id -u)" != 0 ] || ! command -v apt-get > /dev/null; then
  echo "no Chromium, and it can't be installed: that needs root and Debian's packages"
  exit 1
fi
if ! { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium; } > /dev/null 2>&1; then
  echo "no Chromium, and apt-get could not install it"
  exit 1
fi
find_it
echo "no Chromium, although apt-get installed it"
exit 1
