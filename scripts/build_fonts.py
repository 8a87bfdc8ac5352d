"""Makes the portal's four web fonts from the two packages that bring the typefaces.

    python scripts/build_fonts.py [--into DIR] [--force]

Afterwards DIR (default var/static/fonts) holds a woff2 file for each face in FACES and the licence
of each typeface; the exit code is 1 when the fonts are over BUDGET. Nothing is built when all files
are there and newer than this script.
"""

import argparse
import importlib
import logging
import shutil
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

BUDGET = 100_000  # bytes, the four faces together

# Output name: (Python package, face in its folder `files`).
FACES = {
    "source-sans-regular": ("font_source_sans_pro", "SourceSansPro-Regular"),
    "source-sans-semibold": ("font_source_sans_pro", "SourceSansPro-Semibold"),
    "source-serif-regular": ("font_source_serif_pro", "SourceSerifPro-Regular"),
    "source-serif-semibold": ("font_source_serif_pro", "SourceSerifPro-Semibold"),
}
LICENCES = {
    "LICENSE-source-sans.txt": "font_source_sans_pro",
    "LICENSE-source-serif.txt": "font_source_serif_pro",
}

# Western European letters (soft hyphen and no-break space among them), then the signs that the
# portal uses. Both typefaces lack ●: it comes from the reader's own fonts.
UNBREAKABLE_HYPHEN = 0x2011
SIGNS = "’‘“”–—…•●▲■✓→←↑−€"
WANTED = [*range(0x20, 0x100), *map(ord, SIGNS), UNBREAKABLE_HYPHEN]

FEATURES = ["kern", "liga", "tnum", "lnum"]  # figures are tabular and lining as they come
NAMES = [0, 1, 2, 3, 4, 5, 6, 13, 14]  # name records: copyright, names, version, licence
NAMES_OF_THE_FACE = {1, 3, 4, 6}  # family, identifier, full name, PostScript name

ROOT = Path(__file__).resolve().parent.parent


def main(arguments=None):
    """The fonts and licences stand in the folder asked for; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--into", type=Path, default=ROOT / "var" / "static" / "fonts")
    parser.add_argument("--force", action="store_true", help="build also when nothing changed")
    options = parser.parse_args(arguments)

    fonts = [options.into / f"{name}.woff2" for name in FACES]
    licences = [options.into / name for name in LICENCES]
    if options.force or not are_up_to_date(fonts + licences):
        build(fonts, licences)
    size = sum(font.stat().st_size for font in fonts)
    if size > BUDGET:
        print(f"The four fonts are {size} bytes together; the limit is {BUDGET}.", file=sys.stderr)
        return 1
    return 0


def are_up_to_date(outputs):
    """True when every output exists and is newer than this script."""
    changed = Path(__file__).stat().st_mtime
    return all(output.exists() and output.stat().st_mtime > changed for output in outputs)


def build(fonts, licences):
    """Every file of `fonts` (in the order of FACES) and `licences` (of LICENCES) is made anew."""
    # The subsetter warns about each table it drops, which is what it is asked to do.
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    fonts[0].parent.mkdir(parents=True, exist_ok=True)
    for target, (package, face) in zip(fonts, FACES.values(), strict=True):
        save_subset(files_of(package), face, target)
        print(f"{target}: {target.stat().st_size} bytes")
    for target, package in zip(licences, LICENCES.values(), strict=True):
        shutil.copyfile(files_of(package) / "LICENSE.txt", target)


def files_of(package):
    """The folder in which a font package keeps its fonts and licence."""
    return Path(importlib.import_module(package).__file__).parent / "files"


def save_subset(folder, face, target):
    """Target is the face as woff2: only the wanted characters and features, no hints."""
    source = next(path for kind in ("ttf", "otf") if (path := folder / f"{face}.{kind}").exists())
    # Keeps the date of the source: the same face gives the same bytes, and so the same cached file.
    font = TTFont(source, recalcTimestamp=False)
    # Both typefaces lack this sign. Without it a compound name would change font at its hyphen.
    for table in font["cmap"].tables:
        table.cmap.setdefault(UNBREAKABLE_HYPHEN, font.getBestCmap()[ord("-")])
    subsetter = Subsetter(Options(layout_features=FEATURES, name_IDs=NAMES, hinting=False))
    subsetter.populate(unicodes=WANTED)
    subsetter.subset(font)
    # "Source" is a reserved name: the licence (OFL 1.1, condition 3) gives it to no changed font.
    for record in font["name"].names:
        if record.nameID in NAMES_OF_THE_FACE:
            record.string = str(record).replace("Source", "BLK")
    font.flavor = "woff2"
    font.save(target)


if __name__ == "__main__":
    sys.exit(main())
