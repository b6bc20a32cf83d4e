"""The catalogues of texts (ALL-5), as gettext has them: what each folder has to say, and the translations so far.

What is new has no translation yet, and a test fails until it has one; what is said no more is gone.
"""

from __future__ import annotations

import ast
import pkgutil
import sys
import tomllib
from collections.abc import Iterator
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any, get_args

import typer
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from pydantic_core.core_schema import ErrorType

from chassis.figures import figure_fields
from chassis.http.command_routes import commands_of
from chassis.http.figure_view import codes_of, keys_of, label_of, meaning_of, word_of
from chassis.http.forms import called, labels_of, words_of
from chassis.language import DEFAULT, LOCALES, po_file
from chassis.refusal import Refusal
from contracts.departments import Department
from contracts.reasons import LINES
from contracts.texts import Label, Title, Word
from gendan.cli import COMMANDS, app, loaded
from gendan.generated.houses import house_of
from gendan.help import helps

CHECKOUT = Path(__file__).parents[2]
OWNERS = (
    *("contracts", "chassis", "gendan", "whereabouts"),
    *(f"services.{department}" for department in get_args(Department)),
)
"""The packages that own texts, each with its folder ``locale``."""
KINDS = frozenset({"Cause", "Doing", "Mode", "Reviewer", "Role", "Stage", "State", "Status", "Verdict", "Word"})
"""Types of words that are arguments of texts."""
KINDS_OF_EXCEPTIONS = "services/notify/exception/kinds.toml"
HEAD = 'msgid ""\nmsgstr ""\n"Language: {}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
WIDTH = 120
Entry = tuple[str | None, str]
"""Its context and the text."""
Found = Iterator[tuple[Entry, str]]
"""Entries, and in which file each is said."""


def pages() -> dict[Path, str]:
    """Every catalogue, by its path in the checkout."""
    _import_all()
    return {
        po_file(Path(*owner.split("."), "locale"), language): _page(owner, language)
        for owner in OWNERS
        for language in LOCALES
        if language != DEFAULT
    }


def entries_in(file: Path) -> dict[Entry, str]:
    """What stands in a catalogue, with its translation."""
    if not file.exists():
        return {}
    with file.open("rb") as po:
        return {(one.context, str(one.id)): str(one.string) for one in read_po(po) if one.id}


def _page(owner: str, language: str) -> str:
    known = entries_in(CHECKOUT / po_file(Path(*owner.split("."), "locale"), language))
    catalogue = Catalog()
    for (context, text), file in _said_in(owner):
        catalogue.add(text, known.get((context, text), ""), context=context, locations=[(file, 0)])
    for entry in catalogue:
        entry.locations.sort()  # refusals are found as their modules were imported, and not always alike
    page = BytesIO()
    write_po(page, catalogue, width=WIDTH, omit_header=True, sort_by_file=True, include_lineno=False)
    return HEAD.format(LOCALES[language].replace("-", "_")) + page.getvalue().decode().strip() + "\n"


def _import_all() -> None:
    """Refusals are found among the classes that are there."""
    import_module("gendan.why.cli")
    for owner in OWNERS:
        if owner == "gendan":
            continue
        for module in pkgutil.walk_packages(import_module(owner).__path__, f"{owner}."):
            if not {"tests", "__main__"}.intersection(module.name.split(".")):
                import_module(module.name)


def _said_in(owner: str) -> Found:
    yield from _said_by_others(owner)
    yield from _said_of_commands(owner)
    yield from _said_of_figures(owner)
    for refusal in _refusals(Refusal):
        if f"{refusal.__module__}.".startswith(f"{owner}.") and ".tests." not in refusal.__module__:
            file = refusal.__module__.replace(".", "/") + ".py"
            yield (None, refusal.line()), file
            yield (Title.context, str(refusal.title())), file
    for path in sorted((CHECKOUT / Path(*owner.split("."))).rglob("*.py")):
        if "tests" not in path.parts:
            yield from ((entry, str(path.relative_to(CHECKOUT))) for entry in _said_in_file(path))


def _said_by_others(owner: str) -> Found:
    """What no line of Python says where it is shown: pydantic's kinds of faults, plans, reasons, helps."""
    if owner == "chassis":
        yield from ((("pydantic", kind), "chassis/http/faults.py") for kind in get_args(ErrorType))
    if owner == "services.notify":
        yield from (((None, plan), KINDS_OF_EXCEPTIONS) for plan in _plans())
    if owner == "contracts":
        yield from (((None, line), "contracts/reasons.py") for line in LINES.values())
    if owner == "gendan":
        yield from _said_of_the_command()


def _said_of_the_command() -> Found:
    """The helps of the command `gendan`, its list's lines among them."""
    yield from (((None, line), "gendan/cli.py") for line in helps(typer.main.get_command(app)))
    for name, (where, _) in COMMANDS.items():
        file = where.partition(":")[0].replace(".", "/") + ".py"
        yield from (((None, line), file) for line in helps(loaded(name)))


def _plans() -> Iterator[str]:
    """What is usually done about each kind of exception."""
    table = tomllib.loads((CHECKOUT / KINDS_OF_EXCEPTIONS).read_text())
    yield from (kind["plan"] for kind in (*table["kinds"], table["default"]))


def _said_of_commands(owner: str) -> Found:
    """What the forms of a department say."""
    _, _, department = owner.partition("services.")
    for command in commands_of(house_of(department)) if department else ():
        file = command.route.endpoint.__module__.replace(".", "/") + ".py"
        hint = [(command.hint.context, command.hint.line)] if command.hint.line else []
        labels = [(Label.context, label) for label in (command.label.line, *labels_of(command))]
        yield from ((entry, file) for entry in (*hint, *labels, *((Word.context, word) for word in words_of(command))))


def _said_of_figures(owner: str) -> Found:
    """What a department's figures are called and mean, and the codes that they, or what is in a table, may be."""
    if owner.startswith("services."):
        policy = import_module(f"{owner}.policy").Policy
        for name in figure_fields(policy):
            yield (Label.context, label_of(name).line), owner.replace(".", "/") + "/policy.py"
            yield (None, meaning_of(policy, name).line), owner.replace(".", "/") + "/policy.py"
            for code in (*codes_of(policy, name), *keys_of(policy, name)):
                yield (Word.context, word_of(code).line), owner.replace(".", "/") + "/policy.py"


def _refusals(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for refusal in kind.__subclasses__():
        yield refusal
        yield from _refusals(refusal)


def _said_in_file(path: Path) -> Iterator[Entry]:
    """Its texts, the kinds of things that it may not find, and the states that something is in."""
    module = sys.modules.get(".".join(path.relative_to(CHECKOUT).with_suffix("").parts))
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Call(func=ast.Name(id="Text" | "Expected"), args=[ast.Constant(value=str(line)), *_]):
                yield None, line
            case ast.Call(func=ast.Name(id="Word" | "named" | "Question"), args=[ast.Constant(value=str(word)), *_]):
                yield Word.context, word
            case ast.Call(func=ast.Name(id="Subject"), args=[ast.Constant(value=str(kind)), *_]):
                yield Label.context, called(kind)
            case ast.Call(func=ast.Name(id="Title"), args=[ast.Constant(value=str(title))]):
                yield Title.context, title
            case ast.keyword(arg="what" | "outside", value=ast.Constant(value=str(word))):
                yield Word.context, word
            case ast.Assign(targets=[ast.Name(id=name)]) if name in KINDS and module:
                yield from ((Word.context, word) for word in _choices(getattr(module, name, None)))


def _choices(kind: Any) -> Iterator[str]:
    for part in get_args(kind):
        yield from [part] if isinstance(part, str) else _choices(part)
