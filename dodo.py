"""The task graph of this edition; `doit list` reads like a table of contents."""

from octavo.graph import (
    DOIT_CONFIG,
    task_bind,
    task_check,
    task_cite,
    task_docx,
    task_epub,
    task_fonts,
    task_html,
    task_index,
    task_parse,
    task_pdf,
    task_publish,
    task_read,
    task_sheet,
    task_typeset,
)

__all__ = [
    "DOIT_CONFIG",
    "task_bind",
    "task_check",
    "task_cite",
    "task_docx",
    "task_epub",
    "task_fonts",
    "task_html",
    "task_index",
    "task_parse",
    "task_pdf",
    "task_publish",
    "task_read",
    "task_sheet",
    "task_typeset",
]
