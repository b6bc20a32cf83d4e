"""A setting that nobody knows ends the start with its name and the near one: misspelt, it would change nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from os import environ

from pydantic import AliasChoices, ValidationError
from pydantic_settings import BaseSettings, SettingsError

from chassis.environment import SettingsFault
from contracts.departments import DEPARTMENTS

OURS = "GENDAN_"
OF_COMMANDS = frozenset(
    OURS + name
    for name in (
        "JAVA", "MAVEN", "POSTGRES_BIN", "TOKEN",
        "DATA", "EXAMPLES", "KAFKA_IMAGE", "POSTGRES_IMAGE", "SEED", "TEST_GROUND",
    )
)  # fmt: skip
"""Read by the command `gendan` (first line) and by the tests (second), not by a department."""


def insist_on_known_settings(environment: Mapping[str, str] = environ) -> None:
    """Of the departments that are loaded here, every policy is right, and no variable GENDAN_… is unknown.

    Raises SettingsFault with every fault at once.
    """
    if faults := [*_unknown(environment), *_wrong()]:
        raise SettingsFault("\n".join(faults))


def _unknown(environment: Mapping[str, str]) -> Iterator[str]:
    known = {name: prefix for prefix, names in _loaded() for name in names} | dict.fromkeys(OF_COMMANDS, OURS)
    away = {f"{OURS}{name.upper()}_" for name in DEPARTMENTS} - set(known.values())
    for name in sorted(map(str.upper, environment)):
        if name.startswith(OURS) and name not in known and not name.startswith(tuple(away)):
            yield f"setting {name}: nobody knows it; {_meant(name, known)}"


def _meant(name: str, known: Mapping[str, str]) -> str:
    if near := get_close_matches(name, known, n=1, cutoff=0.8):
        return f"did you mean {near[0]}?"
    same = sorted(other for other, prefix in known.items() if prefix != OURS and name.startswith(prefix))
    return f"expected one of {', '.join(same or sorted(known))}"


def _loaded() -> Iterator[tuple[str, list[str]]]:
    """The prefix of each loaded settings class and the variables that fill it."""
    for settings in _classes():
        prefix = settings.model_config.get("env_prefix", "")
        aliases = (field.validation_alias for field in settings.model_fields.values())
        named = [str(alias.choices[-1]) for alias in aliases if isinstance(alias, AliasChoices)]
        yield (prefix, [f"{prefix}{name}".upper() for name in settings.model_fields]) if prefix else (OURS, named)


def _classes(of: type[BaseSettings] = BaseSettings) -> Iterator[type[BaseSettings]]:
    for settings in of.__subclasses__():
        yield settings
        yield from _classes(settings)


def _wrong() -> Iterator[str]:
    for settings in _classes():
        prefix = settings.model_config.get("env_prefix", "")
        if not prefix.startswith(OURS):
            continue
        try:
            settings()
        except ValidationError as error:
            for fault in error.errors():
                name = f"{prefix}{fault['loc'][0] if fault['loc'] else ''}".upper()
                yield f"setting {name}: {fault['msg']}; came {fault['input']!r}"
        except SettingsError as error:
            field = next((name for name in settings.model_fields if f'"{name}"' in str(error)), "")
            yield f"setting {(prefix + field).upper()}: expected JSON"
