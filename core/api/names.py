"""Names in the API: camelCase for members and query keys, made from Python's own."""

from functools import lru_cache


@lru_cache(maxsize=1024)
def camel(name: str) -> str:
    """Return `dueOn` for `due_on`."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
