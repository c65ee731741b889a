"""An item whose id is an address is cited by the key that Zotero keeps beside it."""

import json

import pytest

from octavo.bibliography import read_bibliography


@pytest.mark.parametrize(
    ("identity", "own", "key"),
    [
        ("http://zotero.org/users/1/items/AB12CD34", "moor2001", "moor2001"),
        ("http://zotero.org/groups/1/items/AB12CD34", "moor2001", "moor2001"),
        ("12345/AB12CD34", "moor2001", "moor2001"),
        ("urn:uuid:4d0a6f3e", "moor2001", "moor2001"),
        ("moor", "moor2001", "moor"),
        ("moor:2001", "other", "moor:2001"),
        (
            "http://zotero.org/users/1/items/AB12CD34",
            "",
            "http://zotero.org/users/1/items/AB12CD34",
        ),
    ],
)
def test_the_key_of_an_item(identity: str, own: str, key: str) -> None:
    items = [{"id": identity, "citation-key": own, "type": "book", "title": "T"}]
    references, faults = read_bibliography(json.dumps(items).encode(), "b.json")
    assert not faults
    assert [reference.key for reference in references] == [key]
