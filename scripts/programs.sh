#!/bin/sh
# Install the programs that the tests run for real, where that is allowed: LibreOffice and its
# bridge to Python, poppler to look at a PDF, fonts whose widths do not change the layout, and
# PostgreSQL, in which several people may keep one journal.
set -eu

packages='libreoffice-calc libreoffice-writer python3-uno xvfb xdotool poppler-utils fonts-dejavu fonts-liberation postgresql'
skipped='the tests that need a program which is missing are skipped and say so.'

if ! command -v dpkg-query >/dev/null 2>&1; then
  echo "This is not Debian or Ubuntu: install LibreOffice and poppler yourself, or $skipped"
  exit 0
fi

missing=''
for package in $packages; do
  status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) || status='unknown'
  [ "$status" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -ne 0 ]; then
  echo "Only root may install packages: run apt-get install$missing, or $skipped"
  exit 0
fi

echo "Installing$missing"
export DEBIAN_FRONTEND=noninteractive
# $missing is several words on purpose
# shellcheck disable=SC2086
if ! { apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing; } >/dev/null
then
  echo "apt-get could not install$missing: $skipped"
fi
