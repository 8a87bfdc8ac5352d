"""What "my desk" asks of each app: `tasks_for(user)` in its `desk.py` returns these."""

from typing import NamedTuple


class Task(NamedTuple):
    """Something that waits for this person: words that include the count, and where to go."""

    text: str
    url: str
    count: int = 1
