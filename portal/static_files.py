"""How collected static files are stored: under hashed names, compressed."""

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedAndCompressed(CompressedManifestStaticFilesStorage):
    """gzip only: brotli is installed for the fonts, and would make collecting ten times slower."""

    def create_compressor(self, **options) -> Compressor:
        return super().create_compressor(use_brotli=False, **options)
