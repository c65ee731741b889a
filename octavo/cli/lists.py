"""Run octavo list and octavo schema: print the rules, and the schema of edition.yaml."""

from __future__ import annotations

import argparse
import sys

from octavo.cli.exit_codes import SOUND


def add_list(commands: argparse._SubParsersAction) -> None:
    rules = commands.add_parser(
        "list",
        help="list the rules of the check",
        description="List the rules of the check: code, severity, and what must hold.",
    )
    rules.set_defaults(command=_list)


def _list(options: argparse.Namespace) -> int:
    from octavo.checks import rules

    for rule in rules():
        print(f"{rule.code}  {rule.severity:<8} {rule.sentence}")
    return SOUND


def add_schema(commands: argparse._SubParsersAction) -> None:
    schema = commands.add_parser(
        "schema",
        help="print the JSON Schema of edition.yaml, for text editors",
        description="Print the JSON Schema of edition.yaml. Text editors that know it complete its "
        "keys and mark mistakes while you type.",
    )
    schema.set_defaults(command=_schema)


def _schema(options: argparse.Namespace) -> int:
    from octavo.source import edition_schema
    from octavo.tasks.records import to_json

    sys.stdout.buffer.write(to_json(edition_schema()))
    return SOUND
