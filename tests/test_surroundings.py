"""A person's environment changes no byte of the forms; where Octavo cannot run, it says why."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from octavo.fingerprint import pandoc_program
from octavo.pandoc import run as running
from octavo.skeleton import lay_out
from octavo.tasks.running.surroundings import settle
from tests.building import FORMS, environment, forms_of, octavo, run

RULES = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<match target="pattern"><edit name="family" mode="assign" binding="strong">
<string>DejaVu Sans Mono</string></edit></match>
<match target="font"><edit name="matrix" mode="assign"><times><name>matrix</name>
<matrix><double>1</double><double>0.5</double><double>0</double><double>1</double></matrix>
</times></edit><edit name="embolden" mode="assign"><bool>true</bool></edit></match></fontconfig>"""


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small edition, built in the tests' own environment."""
    folder = tmp_path_factory.mktemp("plain") / "edition"
    lay_out(folder)
    octavo("build", folder)
    return folder


def unbuilt(edition: Path, folder: Path) -> Path:
    """A copy of an edition without what was built of it."""
    shutil.copytree(edition, folder, ignore=shutil.ignore_patterns("build"), dirs_exist_ok=True)
    return folder


def put(path: Path, text: str, mode: int = 0o644) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


# --- the same bytes ------------------------------------------------------------------------------


def other_pandoc(folder: Path) -> dict[str, str]:
    """Other programs named pandoc, wherever pypandoc or a shell would look, and a user's own data
    for pandoc; the edition's folder is on the PATH too."""
    wrong = "#!/bin/sh\nexit 3\n"
    for place in ("bin", "home/bin", "home/.bin", "edition"):
        put(folder / place / "pandoc", wrong, 0o755)
    for data in (".pandoc", ".local/share/pandoc"):
        put(folder / "home" / data / "defaults" / "markdown.yaml", "from: rst\n")
        put(folder / "home" / data / "templates" / "default.openxml", "nothing")
        put(folder / "home" / data / "reference.docx", "nothing")
    return {
        "PATH": f".:{folder / 'bin'}:{os.environ['PATH']}", "HOME": str(folder / "home"),
        "PYPANDOC_PANDOC": str(folder / "bin" / "pandoc"), "PANDOC_DATA_DIR": str(folder / "home"),
        "XDG_DATA_HOME": str(folder / "home" / ".local" / "share"),
    }  # fmt: skip


def rules_of_fonts(folder: Path) -> dict[str, str]:
    """A user's rules by which fontconfig exchanges and slants all letters, wherever it looks for
    them, and variables of the layout's libraries."""
    for place in ("config/fontconfig/fonts.conf", "home/.config/fontconfig/fonts.conf",
                  "config/fontconfig/conf.d/10-slant.conf", "home/.fonts.conf",
                  "home/.fonts.conf.d/10-slant.conf", "named.conf"):  # fmt: skip
        put(folder / place, RULES)
    return {
        "HOME": str(folder / "home"), "FONTCONFIG_FILE": str(folder / "named.conf"),
        "XDG_CONFIG_HOME": str(folder / "config"), "FONTCONFIG_SYSROOT": str(folder),
        "HB_SHAPER_LIST": "fallback", "PANGO_LANGUAGE": "ja:zh", "FC_LANG": "ja",
    }  # fmt: skip


def customs(folder: Path) -> dict[str, str]:
    """Another country, clock and terminal; no home; warnings that are errors."""
    return {
        "LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr", "TZ": "Pacific/Kiritimati", "TERM": "dumb",
        "NO_COLOR": "1", "COLUMNS": "1", "SOURCE_DATE_EPOCH": "no number", "HOME": "/proc",
        "PYTHONHASHSEED": "7", "PYTHONWARNINGS": "error", "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "TMPDIR": "nowhere", "PATH": "",
    }  # fmt: skip


@pytest.mark.parametrize("surroundings", [other_pandoc, rules_of_fonts, customs])
def test_the_forms_are_the_same_in_other_surroundings(
    plain: Path, tmp_path: Path, surroundings
) -> None:
    edition = unbuilt(plain, tmp_path / "edition")
    octavo("build", ".", cwd=edition, env=environment(**surroundings(tmp_path)))
    assert forms_of(edition) == forms_of(plain)


ODD = os.fsdecode(b"-e <&> #1 100%25 \xff \xc3\xbc\n'\"~$HOME")


def test_the_forms_are_the_same_in_a_folder_of_any_name(plain: Path, tmp_path: Path) -> None:
    """Reached by a link; its sources cannot be written, and the temporary folder is a relative
    one."""
    unbuilt(plain, tmp_path / ODD)
    for path in (tmp_path / ODD / "source").rglob("*"):
        path.chmod(0o444)
    (tmp_path / "a link").symlink_to(tmp_path / ODD)
    (tmp_path / "temporary").mkdir()
    octavo("build", "a link", cwd=tmp_path, env=environment(TMPDIR="temporary"))
    assert forms_of(tmp_path / ODD) == forms_of(plain)
    octavo("check", "--", ODD, cwd=tmp_path)


def test_the_published_files_have_the_rights_that_the_umask_leaves(
    plain: Path, tmp_path: Path
) -> None:
    for umask, rights in ((0o077, 0o600), (0o002, 0o664)):
        folder = shutil.copytree(plain, tmp_path / oct(umask))
        forms = [path for kind in FORMS for path in (folder / "build").glob(f"*.{kind}")]
        for path in forms:
            path.unlink()
        octavo("build", folder, umask=umask)
        assert [path.stat().st_mode & 0o777 for path in forms] == [rights] * 3


def test_fonts_that_only_a_variable_names_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    named = {"FONTCONFIG_FILE": "/nix/fonts.conf", "FC_DEBUG": "1"}
    for there, name in ((False, "fonts.conf"), (True, "tasks/running/fonts.conf")):
        monkeypatch.setattr(os.path, "isfile", lambda _, there=there: there)
        settled = dict(named)
        settle(settled)
        assert settled["FONTCONFIG_FILE"].endswith(name) and "FC_DEBUG" not in settled
        assert (settled["FONTCONFIG_FILE"] == named["FONTCONFIG_FILE"]) is not there


# --- what Octavo says where it cannot run --------------------------------------------------------


@pytest.mark.parametrize("level", ["1", "2"])
@pytest.mark.parametrize("command", [("octavo.cli", "build"), ("octavo.cli", "check"), ("doit",)])
def test_python_without_assertions_is_refused(plain: Path, command, level: str) -> None:
    before = forms_of(plain)
    done = run(
        sys.executable, "-m", *command, cwd=plain, env=environment(PYTHONOPTIMIZE=level), code=None
    )
    assert done.returncode not in {0, 1}
    assert "PYTHONOPTIMIZE" in done.stdout + done.stderr
    assert forms_of(plain) == before


def missing(path: Path) -> None:
    path.unlink()


def not_executable(path: Path) -> None:
    path.chmod(0o644)


def no_program(path: Path) -> None:
    path.write_bytes(b"\0")


@pytest.mark.parametrize("damage", [missing, not_executable, no_program])
def test_a_pandoc_that_cannot_be_started_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage
) -> None:
    program = put(tmp_path / "pandoc", "", 0o755)
    damage(program)
    monkeypatch.setattr(running, "pandoc_program", lambda: program)
    with pytest.raises(OSError, match="Octavo's own pandoc cannot be started") as error:
        running.run_pandoc(["--version"], b"")
    assert error.value.filename == str(program)
    assert "pypandoc_binary" in str(error.value)


def test_the_pandoc_is_the_wheel_s_and_counts_in_the_fingerprint(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from octavo import fingerprint

    assert pandoc_program().is_absolute()
    assert "pypandoc" in pandoc_program().parts
    before = fingerprint.fingerprint.__wrapped__()
    monkeypatch.setattr(fingerprint, "pandoc_program", lambda: put(tmp_path / "pandoc", "other"))
    assert fingerprint.fingerprint.__wrapped__() != before


def test_a_folder_that_was_removed_is_named(plain: Path, tmp_path: Path) -> None:
    """From inside it; pandoc could not start there, and its words would be put on the texts."""
    command = f'cd gone && rmdir ../gone && "{sys.executable}" -m octavo.cli check "{plain}"'
    (tmp_path / "gone").mkdir()
    done = run("sh", "-c", command, cwd=tmp_path, code=2)
    assert "was removed" in done.stderr


def test_a_library_that_is_missing_is_named_with_how_to_install_it(
    plain: Path, tmp_path: Path
) -> None:
    put(
        tmp_path / "without" / "sitecustomize.py",
        "import cffi\n"
        "def dlopen(self, name, *_):\n"
        "    raise OSError(f\"cannot load library '{name}': no such file\")\n"
        "cffi.FFI.dlopen = dlopen\n",
    )
    folder = unbuilt(plain, tmp_path / "edition")
    env = environment(PYTHONPATH=f"{tmp_path / 'without'}:{environment()['PYTHONPATH']}")
    done = octavo("build", folder, env=env, code=2)
    assert "Pango, or a library that it needs, is not installed" in done.stdout
    assert "sudo apt install libpango-1.0-0 " in done.stdout
    assert "WeasyPrint could not" not in done.stdout + done.stderr
    assert not list((folder / "build").glob("*.pdf"))
    octavo("check", folder, env=env)


# --- nobody who reads ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def faulty(plain: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition with many errors: more than a pipe holds."""
    folder = unbuilt(plain, tmp_path_factory.mktemp("faulty") / "edition")
    text = "".join(f"A call.[^gone{number}]\n\n" for number in range(900))
    put(folder / "source" / "01-first-chapter.md", f"# First\n\n{text}")
    return folder


@pytest.mark.parametrize("form", ["text", "json", "sarif"])
def test_the_exit_code_does_not_depend_on_who_reads(faulty: Path, form: str) -> None:
    reader = f'"{sys.executable}" -m octavo.cli check --format {form} .; echo $? >code'
    run("sh", "-c", f"({reader}) | head -c 1", cwd=faulty)
    assert (faulty / "code").read_text(encoding="ascii").strip() == "1"


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_stop_nothing(plain: Path, closed: str) -> None:
    before = {path: path.read_bytes() for path in (plain / "source").rglob("*") if path.is_file()}
    for command in ("build", "check"):
        run("sh", "-c", f'"{sys.executable}" -m octavo.cli {command} . {closed}', cwd=plain)
    assert all(path.read_bytes() == data for path, data in before.items())
