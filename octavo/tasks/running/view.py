"""Restrict an edition to the fields that a stage has declared; every other field refuses.

A view is an `Edition` in which only the declared slots are set, so that functions of an `Edition`
take it and a declared field costs nothing. Python asks `__getattr__` for the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar

from octavo.model import Edition

Settings = TypeVar("Settings")


class UndeclaredError(Exception):
    """Raised if a stage reads a field or a file that it has not declared: it would become stale."""


def view_of(edition: Settings, settings: Iterable[str], stage: str, within: str = "") -> Settings:
    """Return a view of a dataclass with the declared fields, such as `notes` or `print.trim`.

    Raise UndeclaredError for a name that no field has; the view raises it for every other field.
    """
    view = object.__new__(_view_class(type(edition)))
    object.__setattr__(view, "_refused", (stage, within))
    names = list(settings)
    for name in dict.fromkeys(name.partition(".")[0] for name in names):
        if name not in _fields(type(edition)):
            raise UndeclaredError(f"{stage} declares {within}{name}, which no edition has")
        value = getattr(edition, name)
        inner = [other.partition(".")[2] for other in names if other.partition(".")[0] == name]
        if all(inner) and is_dataclass(value):
            value = view_of(value, inner, stage, f"{within}{name}.")
        object.__setattr__(view, name, value)
    return view


def key_of(edition: Edition, settings: Sequence[str]) -> str:
    """Return, as a text, the values of the fields that a stage has declared: it depends on them."""
    return repr([(name, _value(edition, name.split("."))) for name in sorted(settings)])


def _value(settings: Any, steps: list[str]) -> Any:
    for step in steps:
        if not is_dataclass(settings):  # an index that is not asked for has no columns
            break
        settings = getattr(settings, step)
    return settings


@cache
def _fields(kind: type) -> frozenset[str]:
    return frozenset(field.name for field in fields(kind))


@cache
def _view_class(kind: type) -> type:
    return type(f"{kind.__name__}View", (kind,), dict(_members()))


def _members() -> Iterator[tuple[str, Any]]:
    yield "__slots__", ("_refused",)
    yield "__getattr__", _refuse


def _refuse(view: Any, name: str) -> Any:
    if name not in _fields(type(view).__mro__[1]):
        raise AttributeError(name)
    stage, within = view._refused
    raise UndeclaredError(
        f"{stage} reads {within}{name} of edition.yaml, which it has not declared"
    )
