"""In which language a command speaks: as its ``--lang`` says, else as the locale (ALL-5). Loads no contract."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal

import typer

from contracts.sentences import DEFAULT, LANGUAGES, Language
from contracts.texts import Say

LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
OPTION = "--lang"
Lang = Annotated[Literal["en", "zh"] | None, typer.Option(help="By default as your locale says.")]
CATALOGUES = tuple(Path(__file__).parents[1] / owner / "locale" for owner in ("gendan", "whereabouts"))


def language(environment: Mapping[str, str]) -> Language:
    """As the locale of who asks says; English where it says neither."""
    name = next((environment[one] for one in LOCALE if environment.get(one)), "")
    return "zh" if name.lower().startswith("zh") else "en"


def asked_for(words: Sequence[str]) -> Language:
    """Of a call that may be wrong, so that nobody has parsed it: what ``--lang`` names in it, else the locale."""
    named = [value for option, value in pairwise(words) if option == OPTION]
    named += [word.removeprefix(f"{OPTION}=") for word in words]
    return next((one for one in LANGUAGES if one in named), language(os.environ))


def speaking(lang: Language) -> Say:
    """What says texts in this language."""
    if lang == DEFAULT:
        return str
    from chassis.language import catalogue

    return catalogue(lang, *CATALOGUES)
