"""Styles are found by name, the edition's own first; a hostile or broken one is refused."""

from pathlib import Path

import pytest

from octavo.csl.style_limits import style_can_be_read
from octavo.csl.styles import Style, load_style, style_names
from octavo.model import Fault, FaultError

HEAD = '<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0">'
INFO = "<info><title>Mine</title><id>mine</id></info>"
LAYOUT = '<citation><layout suffix="."><text variable="title"/></layout></citation>'
SOUND = f"{HEAD}{INFO}{LAYOUT}</style>"


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    (tmp_path / "edition" / "csl").mkdir(parents=True)
    return tmp_path / "edition"


def write(edition: Path, text: str | bytes, name: str = "mine") -> Path:
    path = edition / "csl" / f"{name}.csl"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def refused(name: str, folder: Path | None) -> Fault:
    with pytest.raises(FaultError) as caught:
        load_style(name, folder)
    (fault,) = caught.value.faults
    assert fault.rule == style_can_be_read
    return fault


def test_the_default_style_is_the_eighteenth_edition() -> None:
    style = load_style("chicago-notes-bibliography", None)
    assert isinstance(style, Style)
    assert "18th edition" in style.title


def test_a_dependent_style_follows_its_parent() -> None:
    style = load_style("2d-materials", None)
    assert (style.title, style.language) == ("2D Materials", "en-US")
    assert b"<citation" in style.xml


def test_the_editions_own_style_wins(edition: Path) -> None:
    write(edition, SOUND, "chicago-notes-bibliography")
    assert load_style("chicago-notes-bibliography", edition).title == "Mine"


def test_an_own_style_may_depend_on_one_of_the_package(edition: Path) -> None:
    link = '<link href="http://www.zotero.org/styles/apa" rel="independent-parent"/>'
    write(edition, f"{HEAD}<info><title>House</title>{link}</info></style>")
    style = load_style("mine", edition)
    assert style.title == "House" and b"<citation" in style.xml


@pytest.mark.parametrize("name", ["mine", "mine.csl", "csl/mine.csl"])
def test_a_style_is_named_or_given_by_path(edition: Path, name: str) -> None:
    write(edition, SOUND)
    assert load_style(name, edition).title == "Mine"


def test_a_style_in_another_encoding_is_read(edition: Path) -> None:
    text = SOUND.replace("Mine", "Thèse")
    write(edition, b'<?xml version="1.0" encoding="ISO-8859-1"?>' + text.encode("latin-1"))
    assert load_style("mine", edition).title == "Thèse"


def test_an_unknown_style_is_refused_with_the_nearest_name() -> None:
    fault = refused("chicago-notes-bibliographie", None)
    assert fault.hint == "did you mean chicago-notes-bibliography?"


def test_nothing_outside_the_folder_is_read(edition: Path) -> None:
    outside = edition.parent / "outside.csl"
    outside.write_text(SOUND)
    (edition / "csl" / "link.csl").symlink_to(outside)
    (edition / "csl" / "loop.csl").symlink_to(edition / "csl" / "loop.csl")
    names = ["../outside.csl", str(outside), "csl/../../outside.csl", "link", "loop", "a\0b", ""]
    for name in names:
        assert "no style" in refused(name, edition).message


BOMB = "".join(
    f'<macro name="m{n}">' + f'<text macro="m{n + 1}"/>' * 20 + "</macro>" for n in range(10)
)
DEEP = "".join(f'<macro name="m{n}"><text macro="m{n + 1}"/></macro>' for n in range(900))
CALL = LAYOUT.replace('variable="title"', 'macro="m0"')


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        (f'<!DOCTYPE style [<!ENTITY a "x">]>\n{SOUND}', "document type", 1),
        (f'\n<!DOCTYPE style SYSTEM "file:///etc/passwd">\n{SOUND}', "document type", 2),
        (f"{HEAD}\n<info>&a;</info></style>", "not well-formed XML", 2),
        (HEAD + "<group>" * 5000 + "</group>" * 5000 + "</style>", "not well-formed XML", 1),
        (f"{HEAD}\n</stile>", "not well-formed XML", 2),
        ("", "not well-formed XML", 1),
        ("x" * (2 * 1024 * 1024 + 1), "larger than 2 MB", 1),
        ("<style/>", "not a CSL style", 1),
        (f"{HEAD}</style>", "no <layout>", 1),
        (f"{HEAD}\n{LAYOUT}\n<bibliography/></style>", "no <layout> in <bibliography>", 3),
        (f"{HEAD}\n{CALL}</style>", "a macro that it does not have: m0", 2),
        (f'{HEAD}\n<macro name="m0"><text macro="m0"/></macro>{CALL}</style>', "calls itself", 2),
        (f'{HEAD}{BOMB}<macro name="m10"/>{CALL}</style>', "too often", 1),
        (f'{HEAD}{DEEP}<macro name="m900"/>{CALL}</style>', "too deeply", 1),
        (f'{HEAD}<locale xml:lang="fr"/>\n<locale xml:lang="fr"/>{LAYOUT}</style>', "two loc", 2),
    ],
)
def test_a_hostile_or_unsound_style_is_refused(
    edition: Path, text: str, words: str, line: int
) -> None:
    write(edition, text)
    fault = refused("mine", edition)
    assert words in fault.message
    assert (fault.place.path, fault.place.line) == ("csl/mine.csl", line)


def test_styles_that_depend_on_each_other_are_refused(edition: Path) -> None:
    link = '<link href="http://x.org/{}" rel="independent-parent"/>'
    for one, other in (("one", "two"), ("two", "one")):
        write(edition, f"{HEAD}<info>{link.format(other)}</info></style>", one)
    assert "depends on" in refused("one", edition).message


def test_every_chicago_style_of_the_package_is_sound() -> None:
    names = [name for name in style_names() if name.startswith("chicago-")]
    assert len(names) > 50
    for name in names[::6]:
        load_style(name, None)
