"""The environment of a process: what is set, completed from one file of choices.

`make run` writes that file as var/env. Whoever runs services sets real variables and has no such
file. Tests and checks set ENV_FILE to nothing, so that they never depend on it.
"""

import os
import sys
from pathlib import Path

from dotenv import load_dotenv

DEFAULT_FILE = Path(__file__).resolve().parent.parent / "var" / "env"


def read() -> None:
    """Complete the environment from ENV_FILE (default var/env); what is set already stays.

    Ends the process with a sentence when the one setting without a default is missing.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    file = os.environ.get("ENV_FILE", str(DEFAULT_FILE))
    if file:
        load_dotenv(file, override=False)
    if not os.environ.get("SECRET_KEY"):
        sys.exit(
            "SECRET_KEY is not set. Run `make run` once (it writes var/env; delete a var/env that "
            "lacks it), or set the variables that .env.example explains."
        )
