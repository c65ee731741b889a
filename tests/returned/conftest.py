"""An edition whose Word file is edited, built once, and what came back of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.building import octavo
from tests.returned.word_edits import WordFile

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Came:
    """What came back: the exit code, what was printed, and the texts as they are then."""

    code: int
    said: str
    texts: dict[str, str]

    def lines(self, sign: str) -> list[str]:
        """The lines of the diff that begin with a sign, without the heads of files."""
        return [
            line[1:] for line in self.said.splitlines()
            if line.startswith(sign) and not line.startswith(sign * 3)
        ]  # fmt: skip


@pytest.fixture(scope="session")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition with every kind of passage, whose Word file was built."""
    folder = tmp_path_factory.mktemp("sent") / "edition"
    shutil.copytree(HERE / "edition", folder)
    octavo("build", "--form", "docx", folder)
    return folder


@pytest.fixture
def give_back(sent: Path, tmp_path: Path) -> Callable[..., Came]:
    """Edit the Word file, return it, write what was changed, and give what came back."""

    def back(edit: Callable[[WordFile], None], *options: str, author: str = "") -> Came:
        folder = tmp_path / "edition"
        if not folder.exists():
            shutil.copytree(sent, folder)
        (built,) = sent.glob("build/*.docx")
        word = WordFile(built.read_bytes(), author)
        edit(word)
        path = tmp_path / "edited.docx"
        path.write_bytes(word.saved())
        done = octavo("return", path, folder, "--write", *options, code=None)
        assert done.returncode in (0, 1), done.stdout + done.stderr
        texts = {
            one.name: one.read_text(encoding="utf-8") for one in (folder / "source").glob("*.*")
            if one.suffix in (".md", ".yaml")
        }  # fmt: skip
        return Came(done.returncode, done.stdout, texts)

    return back
