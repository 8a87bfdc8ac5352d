"""Compile the translations (.po to .mo) without gettext. Does nothing where that is done already.

python scripts/compile_translations.py
"""

from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def main() -> None:
    for source in sorted(LOCALE.rglob("*.po")):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        polib.pofile(str(source)).save_as_mofile(str(compiled))
        print(f"translations: {source.parent.parent.name} compiled")


if __name__ == "__main__":
    main()
