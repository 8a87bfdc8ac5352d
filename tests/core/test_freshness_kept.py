"""The answers that the page cache keeps in memory."""

import pytest

from core.freshness.kept import Answer, Shelf

ROOM = 10_000


@pytest.fixture
def shelf():
    return Shelf(ROOM)


def answer(size: int) -> Answer:
    return Answer([("ETag", '"x"'), ("Content-Encoding", "br")], b"x" * size)


def test_what_is_compressed_already_is_not_compressed_again():
    told = answer(2_000)
    assert told.plain is told.zipped


def test_those_that_nobody_asked_for_longest_make_room(shelf):
    for name in "abc":
        shelf.put(name, answer(2_000))
    shelf.get("a")
    shelf.put("d", answer(2_000))
    assert [name for name in "abcd" if shelf.get(name)] == ["a", "c", "d"]


def test_what_is_larger_than_all_the_room_drives_nobody_out(shelf):
    small = answer(100)
    shelf.put("small", small)
    shelf.put("large", answer(ROOM))
    assert shelf.get("large") is None
    assert shelf.get("small") is small


def test_what_grew_larger_than_all_the_room_is_not_kept_as_it_was(shelf):
    shelf.put("page", answer(100))
    shelf.put("page", answer(ROOM))
    assert shelf.get("page") is None
