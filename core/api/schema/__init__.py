"""The OpenAPI document: what the conventions mean for each operation, one topic a file.

The document is made in English and committed (`make openapi`); docs/openapi.json is what is served.
"""

from core.api.schema.operation import Schema

__all__ = ["Schema"]
