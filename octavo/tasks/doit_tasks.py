"""Define the task graph of an edition for doit: all stages, in the order of a build.

`octavo build` and an edition's dodo.py use it; no file of the edition is run for it. All paths are
relative to the edition's folder, in which doit runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from octavo.source import EDITION_PATH
from octavo.tasks import (
    bind,
    certify,
    check,
    cite,
    cover,
    docx,
    drafts,
    expect,
    finish,
    folios,
    fonts,
    html,
    index,
    pack,
    parse,
    pictures,
    proof,
    prove,
    publish,
    read,
    sheet,
    trial,
    typeset,
)
from octavo.tasks.forms import FORMS, PAGED, Form
from octavo.tasks.plan import Plan
from octavo.tasks.running.digests import digests
from octavo.tasks.running.progress import Progress
from octavo.tasks.running.stage import Task
from octavo.tasks.running.up_to_date import Edges

DOIT_CONFIG = {
    "default_tasks": ["publish"],
    "dep_file": "build/.doit.db",
    "backend": "octavo",  # tasks.running.doit_backend, by its entry point
    "check_file_uptodate": Edges,
    "reporter": Progress,
    "continue": True,
    "verbosity": 2,
}

# doit opens its database as soon as dodo.py is imported, and does not make the folder for it.
if Path(EDITION_PATH).is_file():
    with suppress(OSError):
        Path("build").mkdir(exist_ok=True)

# The stages by their names in doit.
STAGES = {
    "read": read.tasks,
    "parse": parse.tasks,
    "pictures": pictures.tasks,
    "check": check.tasks,
    "cite": cite.tasks,
    "finish": finish.tasks,
    "html": html.tasks,
    "fonts": fonts.tasks,
    "folios": folios.tasks,
    "typeset": typeset.tasks,
    "index": index.tasks,
    "expect": expect.tasks,
    "bind": bind.tasks,
    "proof": proof.tasks,
    "trial": trial.tasks,
    "sheet": sheet.tasks,
    "cover": cover.tasks,
    "docx": docx.tasks,
    "certify": certify.tasks,
    "publish": publish.tasks,
}


def task_octavo() -> Iterator[Task]:
    """Yield the tasks that make the edition in this folder; each task has its own name."""
    digests.watch(Path())
    plan = Plan(Path())
    forms = {form.group: form for form in FORMS}
    for name in dict.fromkeys((*STAGES, *forms)):
        stage, form = STAGES.get(name), forms.get(name)
        if plan.edition is None and name != "check":
            # Nothing can be made, and the check says why.
            yield {"basename": name, "actions": None, "task_dep": ["check"]}
            continue
        made = [*(stage(plan) if stage else ()), *(_of_form(plan, form) if form else ())]
        doc = f"Make {form.called}." if form else (stage.__doc__ or "") if stage else ""
        yield from _group(name, doc, made)
    yield from _group(PAGED, "Make the forms that the print's pages reach.", list(_paged(plan)))


# The stages by which a draft is made.
_OF_DRAFT = ("read", "parse", "pictures", "check", "cite", "finish", "html", "fonts", "folios",
             "typeset", "index", "docx")  # fmt: skip
DRAFT_DATABASE = "build/draft/.doit.db"


def tasks_of_draft(date: str) -> Iterator[Task]:
    """Yield the tasks that make the draft of the edition in this folder, under a date."""
    digests.watch(Path())
    plan = Plan(Path(), is_draft=True)
    for name in (*_OF_DRAFT, drafts.DRAFT):
        if plan.edition is None and name != "check":
            yield {"basename": name, "actions": None, "task_dep": ["check"]}
        elif name == drafts.DRAFT:
            made = [*drafts.tasks(plan, date), *docx.paged_tasks(plan)]
            yield from _group(name, "Make a draft.", made)
        else:
            yield from _group(name, STAGES[name].__doc__ or "", [*STAGES[name](plan)])


def _of_form(plan: Plan, form: Form) -> Iterator[Task]:
    """Yield the tasks of a form that is made alone: it does not wait for pages of another."""
    own = plan
    if not form.has_pages:
        own = plan.without_page_marks if form.marks_pages else plan.without_pages
    if form.packing:
        yield pack.task_of_form(own, form, form.packing)
    if form.is_proven:
        yield prove.task_of_form(own, form)
    yield publish.task_of_form(own, form)


def _paged(plan: Plan) -> Iterator[Task]:
    """Yield the tasks of forms that are made beside the print, with its pages in their index, and
    marked where they mark them."""
    for form in FORMS:
        if not form.has_pages:
            is_other = bool(plan.index_sections) or form.marks_pages
            if form.packing and is_other:
                yield pack.task_of_form(plan, form, form.packing, f"{form.name}-pack")
            if form.is_proven and is_other:
                yield prove.task_of_form(plan, form, f"{form.name}-prove")
            if form.marks_pages:
                yield prove.task_of_page_marks(plan, form)
            yield publish.task_of_form(plan, form, form.name)
    yield from docx.paged_tasks(plan)


def _group(name: str, doc: str, made: Sequence[Task]) -> Iterator[Task]:
    """Yield tasks under the name of their stage; tasks with names of their own make a group."""
    if not made or "name" in made[0]:
        yield {"basename": name, "name": None, "doc": doc}
    for task in made:
        yield {"doc": doc, **task, "basename": name}
