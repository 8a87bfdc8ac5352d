#!/bin/sh
# Collect the texts to translate from code and templates into locale/. Needs Debian's gettext.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/python manage.py makemessages --locale nl --no-obsolete --no-wrap --add-location file \
    --ignore .venv --ignore var --ignore tests --ignore scripts
# A date that changes with every run would make every run a change.
sed -i -e '/^"POT-Creation-Date/d' -e '/^"Report-Msgid-Bugs-To/d' locale/nl/LC_MESSAGES/django.po
