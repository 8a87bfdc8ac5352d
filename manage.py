#!/usr/bin/env python
"""Django's command line for the portal. Reads var/env first (see portal/environment.py)."""

import sys

try:
    from django.core.management import execute_from_command_line

    from portal import environment
except ImportError as error:
    sys.exit(f"{error}. Run `make run` once, then use `.venv/bin/python manage.py …`.")


def main() -> None:
    environment.read()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
