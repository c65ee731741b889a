"""Fifty edits of a Word file, each with what it must make of the source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.returned.word_edits import WordFile, text_of, w

ONE, TWO = "01-crossing.md", "02-ledger.md"


@dataclass(frozen=True)
class Edit:
    """An edit: what it does in Word, and the words of the text that others replace."""

    name: str
    do: Callable[[WordFile], None]
    file: str
    old: str
    new: str


def words(near: str, old: str, new: str, file: str, was: str, now: str, **how: str) -> Edit:
    """An edit of words in the paragraph of the text that has some others."""
    return Edit(
        f"{old or near}->{new}",
        lambda word: word.replace(word.paragraph(near), old, new, **how), file, was, now,
    )  # fmt: skip


def note_words(near: str, old: str, new: str, file: str, was: str, now: str) -> Edit:
    """An edit of words in a note."""
    return Edit(
        f"note {old}->{new}",
        lambda word: word.replace(word.paragraph(near, word.footnotes), old, new), file, was, now,
    )  # fmt: skip


def inserted(near: str, behind: str, new: str, file: str, was: str, now: str, look="") -> Edit:
    """Words that are put in behind others."""
    return Edit(
        f"+{new}",
        lambda word: word.insert(word.paragraph(near), behind, new, look=look), file, was, now,
    )  # fmt: skip


WORDS = (
    words("the thwart", "slack", "high", ONE, "at slack water", "at high water"),
    words("the thwart", "each", "every", ONE, "each fare", "every fare"),
    words("the thwart", "a book", "a *big* book", ONE, "a book", r"a \*big\* book"),
    words("the thwart", "ferryman", "boatman", ONE, "[ferryman]{.index", "[boatman]{.index"),
    words(
        "the thwart",
        "Nobody asked",
        "No one [sic] asked",
        ONE,
        "Nobody asked",
        r"No one \[sic\] asked",
    ),
    words("What he saved", "counted", "counted and hid", ONE, "counted", "counted and hid"),
    words("What he saved", "on Sundays", "on Mondays", ONE, "on Sundays", "on Mondays"),
    words("What he saved", "упорный", "долгий", ONE, "[упорный", "[долгий"),
    words("The bishop never", "three survive", "two survive", ONE, "three survive", "two survive"),
    words(
        "The bishop never",
        "wrote letters about it",
        "complained",
        ONE,
        "wrote letters about it",
        "complained",
    ),
    inserted(
        "A third steered",
        "Two hands",
        " or three",
        ONE,
        "Two hands rowed",
        "Two hands or three rowed",
    ),
    words("A third steered", "painted ", "", ONE, "was painted green", "was green"),
    words("it is given", "likes", "pleases", ONE, "what it likes", "what it pleases"),
    words("It keeps no", "books", "accounts", ONE, "keeps no books", "keeps no accounts"),
    words("Slow was the water", "drew", "hauled", ONE, "that drew us", "that hauled us"),
    words("Hands at the", "oars", "rudder", ONE, "at the oars {#hands}", "at the rudder {#hands}"),
    words("two pennies for", "horse", "mule", ONE, "for a horse", "for a mule"),
    words("for a child", "nothing", "a song", ONE, "- nothing", "- a song"),
    words("A ledger is a kind", "kind", "sort", TWO, "a kind of", "a sort of"),
    words(
        "the editor of the letters", "daughter", "son", TWO, "ferryman's daughter", "ferryman's son"
    ),
    words("fixed them", "bishop", "dean", TWO, "as the bishop", "as the dean"),
    words("The tolls of", "three", "some", TWO, "of three years", "of some years"),
    words("the parish", "parish", "town | church", TWO, "the parish |", r"the town \| church |"),
    words("nobody", "nobody", "the dean", TWO, "| nobody |", "| the dean |"),
    words("They were never raised", "1840", "1842", TWO, "in 1840", "in 1842"),
)
NOTES = (
    note_words("The fare was", "a penny", "twopence", ONE, "fare was a penny", "fare was twopence"),
    note_words(
        "The fare was",
        "see also",
        "compare",
        ONE,
        "; see also [@ward1987, 14]",
        "; compare [@ward1987, 14]",
    ),
    note_words(
        "The editor has looked", "an order", "a charter", ONE, "for an order", "for a charter"
    ),
    note_words("The fourth is", "lost", "burnt", ONE, "fourth is lost", "fourth is burnt"),
    note_words("The fourth is", "seen", "sold", ONE, "*seen* in", "*sold* in"),
    note_words("Three letters", "undated", "in English", ONE, "all undated", "all in English"),
    note_words("Ferrymen, 12", "12", "13", ONE, "[@ward1987, 12]", "[@ward1987, 13]"),
    note_words("has both", "both", "neither", ONE, "has both;", "has neither;"),
    note_words(
        "Tolls of the lower river", "lower", "upper", TWO, "the lower river", "the upper river"
    ),
    note_words(
        "A third was seen",
        "clerk",
        "clerk of the court",
        TWO,
        "a clerk [see",
        "a clerk of the court [see",
    ),
    note_words("A third was seen", "44", "45–46", TWO, "@ilyin1990, 44]", "@ilyin1990, 45–46]"),
)
LOOKS = (
    Edit(
        "italic",
        lambda word: word.emphasize(word.paragraph("What he saved"), "pennies"),
        ONE,
        "in pennies",
        "in *pennies*",
    ),
    Edit(
        "bold",
        lambda word: word.emphasize(word.paragraph("The bishop never"), "never", "b"),
        ONE,
        "bishop never",
        "bishop **never**",
    ),
    Edit(
        "roman",
        lambda word: word.emphasize(word.paragraph("the thwart"), "ferry"),
        ONE,
        "The *ferry* crossed",
        "The ferry crossed",
    ),
    Edit(
        "smallcaps",
        lambda word: word.emphasize(word.paragraph("the inn"), "inn", "smallCaps"),
        TWO,
        "of the inn.",
        "of the [inn]{.smallcaps}.",
    ),
    inserted(
        "Then came the winter", "ice", " and snow", ONE, "the ice.", "the ice *and snow*.", look="i"
    ),
    Edit(
        "note italic",
        lambda word: word.emphasize(word.paragraph("Three letters", word.footnotes), "letters"),
        ONE,
        "Three letters, all",
        "Three *letters*, all",
    ),
)


def _add_note(word: WordFile) -> None:
    word.add_note(word.paragraph("They were never raised"), "bridge", "Of iron, by *nobody*.")


def _remove_note(word: WordFile) -> None:
    paragraph = word.paragraph("The bishop never paid")
    (call,) = paragraph.iter(w("footnoteReference"))
    word.remove_note(call)


def _split(word: WordFile) -> None:
    word.split(word.paragraph("A ledger is a kind"), "ten years; ")


def move(word: WordFile) -> None:
    """Move a paragraph that calls a note, and change a word in it."""
    paragraph = word.paragraph("Of the books two")
    if not word.author:
        word.replace(paragraph, "Bristol", "Bath")
    word.move(paragraph, word.paragraph("Two hands wrote it"))


def _remove_row(word: WordFile) -> None:
    (row,) = [row for row in word.document.iter(w("tr")) if text_of(row).startswith("1802")]
    word.remove_row(row)


def _add_row(word: WordFile) -> None:
    (row,) = [row for row in word.document.iter(w("tr")) if text_of(row).startswith("1803")]
    word.add_row(row, ["1804", "4 d.", "all *of* us"])


SHAPES = (
    Edit("note added", _add_note, TWO, "The bridge was", "The bridge[^added-1] was"),
    Edit("split", _split, TWO, "lasted ten years; the second", "lasted ten years;\n\nthe second"),
    Edit(
        "joined",
        lambda word: word.join(word.paragraph("Nobody mourned the boat")),
        TWO,
        "of the inn.\n\nOf the books",
        "of the inn.Of the books",
    ),
    Edit(
        "paragraph added",
        lambda word: word.add_paragraph(word.paragraph("What he saved"), "# 5. Nobody knows."),
        ONE,
        "to nothing.\n\nThe bishop",
        "to nothing.\n\n\\# 5. Nobody knows.\n\nThe bishop",
    ),
    Edit(
        "paragraph removed",
        lambda word: word.remove_paragraph(word.paragraph("Then came the winter")),
        ONE,
        "- nothing for a child\n\nThen came the winter, and with it the ice.\n\n",
        "- nothing for a child\n\n",
    ),
    Edit("note removed", _remove_note, ONE, "about it[^steward] and", "about it and"),
    Edit("row removed", _remove_row, TWO, "| 1802 | 2 d. | the *bishop* |\n", ""),
    Edit(
        "row added",
        _add_row,
        TWO,
        "| nobody |\n",
        "| nobody |\n| 1804 | 4 d. | all \\*of\\* us |\n",
    ),
    Edit(
        "item added",
        lambda word: word.add_paragraph(
            word.paragraph("one penny for a man"), "a kiss for a maid", "Compact"
        ),
        ONE,
        "- one penny for a man\n",
        "- one penny for a man\n- a kiss for a maid\n",
    ),
    Edit(
        "heading added",
        lambda word: word.add_paragraph(
            word.paragraph("The bishop never"), "Of the 2 hands", "Heading2"
        ),
        ONE,
        "three survive.\n",
        "three survive.\n\n## Of the 2 hands\n",
    ),
)
# What the shapes change beside the places named above.
STEWARD = """[^steward]: Three letters, all undated.

    The fourth is lost, though it was *seen* in 1820.
"""
