"""Give all tests the corpus beside the project, and editions laid out in new folders."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from benchmarks import corpus

ROOT = Path(__file__).resolve().parents[1]

# Each worker takes whole files: one of minutes that began last would keep the others waiting.
LONGEST = ("test_stale.py", "test_browser.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest; leave all else in its order."""
    items.sort(key=lambda item: item.path.name not in LONGEST)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real texts beside the project; tests that need it skip where it is not."""
    if not corpus.SHARED.is_dir():
        pytest.skip(f"the folder {corpus.SHARED.name}/ is not beside the project")
    return corpus.SHARED


@pytest.fixture
def own_edition(tmp_path: Path) -> Path:
    """The repository's own edition, copied into a new folder without its build/."""
    folder = tmp_path / "own"
    for part in ("source", "csl"):
        shutil.copytree(ROOT / part, folder / part)
    return folder


@pytest.fixture(scope="session")
def built_edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The smallest sound edition, built once: tests copy it before they change anything."""
    from tests.building import octavo

    folder = tmp_path_factory.mktemp("built") / "ferry"
    shutil.copytree(ROOT / "tests" / "edition", folder)
    shutil.copy(ROOT / "octavo" / "skeleton" / "edition" / "dodo.py", folder)
    octavo("build", "-n", "2", folder)
    return folder


@pytest.fixture
def new_edition(tmp_path: Path) -> Path:
    """The edition that `octavo new` lays out: small, and quick to build."""
    from octavo.skeleton import lay_out

    folder = tmp_path / "new"
    lay_out(folder)
    return folder
