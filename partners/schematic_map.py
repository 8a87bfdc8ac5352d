"""Which municipalities stand on the schematic map: read from the drawing itself."""

import re
from pathlib import Path

DRAWING = Path(__file__).resolve().parent.parent / "templates/partners/schematic_map.svg"
DRAWN = frozenset(re.findall(r'id="map-([a-z0-9-]+)"', DRAWING.read_text("utf-8")))
