#!/bin/sh
# Fail when a text in code or templates has no Dutch translation, or the catalogue is not up to date.
set -eu
cd "$(dirname "$0")/.."
catalogue=locale/nl/LC_MESSAGES/django.po
kept=$(mktemp)
trap 'mv "$kept" "$catalogue"' EXIT
cp -p "$catalogue" "$kept"
scripts/collect_messages.sh >/dev/null
if ! diff -u --ignore-matching-lines='^#' "$kept" "$catalogue"; then
    echo "The catalogue is not up to date: run 'make messages', translate, commit." >&2
    exit 1
fi
if [ -n "$(msgattrib --untranslated "$catalogue")" ] || [ -n "$(msgattrib --only-fuzzy "$catalogue")" ]; then
    msgattrib --untranslated "$catalogue" >&2
    msgattrib --only-fuzzy "$catalogue" >&2
    echo "These texts have no Dutch translation." >&2
    exit 1
fi
echo "translations: complete"
