"""A command that was called wrongly: which option, what was expected, what came, in the reader's language (ALL-5)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

import typer
from typer._click.exceptions import (  # typer brings its own click, and names no other way to these
    BadOptionUsage,
    MissingParameter,
    NoArgsIsHelpError,
    NoSuchOption,
    UsageError,
)

from contracts.texts import NOTHING, Say, Text, as_it_is

NO_COMMAND = re.compile(r"No such command '(?P<came>.*)'\.?(?: Did you mean (?P<near>.*)\?)?", re.DOTALL)
TOO_MANY = re.compile(r"Got unexpected extra argument\(s\) \((?P<came>.*)\)", re.DOTALL)
NOT_THERE = re.compile(r"\w+ '(?P<came>.*)' does not exist\.", re.DOTALL)
"""What typer tells in a sentence alone."""


class WrongUse(typer.BadParameter):
    """What a command itself finds wrong with how it was called."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


def one_of(option: str, known: Collection[str], came: str) -> WrongUse:
    """It must be one of these."""
    return WrongUse(Text("{option}: expected one of {known}; came {came}", option=option, known=(*known,), came=came))


@contextmanager
def told_in(say: Say) -> Iterator[None]:
    """Within it, wrong use is told so; the exit code stays 2."""
    try:
        yield
    except NoArgsIsHelpError:
        raise
    except UsageError as fault:
        raise UsageError(say(words(fault)), fault.ctx) from fault


def words(fault: UsageError) -> Text:
    """What is wrong; what typer finds that is not known here, as it says it."""
    match fault:
        case WrongUse():
            return fault.text
        case NoSuchOption():
            near = tuple(fault.possibilities or ())
            return Text("there is no option {came}[; near it: {near}]", came=fault.option_name, near=near)
        case BadOptionUsage():
            return _value(fault)
        case MissingParameter(param=param) if param is not None:
            return Text("{option} is missing: {what}", option=_name(param), what=_wanted(param))
        case typer.BadParameter(param=param) if param is not None:
            return _of_value(fault, param)
    return _of_sentence(fault.format_message())


def _value(fault: BadOptionUsage) -> Text:
    if "requires" in fault.message:
        return Text("{option}: expected a value; came {came}", option=fault.option_name, came=NOTHING)
    return Text("{option}: takes no value", option=fault.option_name)


def _of_value(fault: typer.BadParameter, param: Any) -> Text:
    """A value that is not of its type, or a file that is not there."""
    from pydantic_core import ValidationError  # it takes as long to load as the rest of the command

    if missing := NOT_THERE.fullmatch(fault.message):
        return Text("{option}: {came} is not there", option=_name(param), came=missing["came"])
    if not isinstance(fault.__cause__, ValidationError):
        return as_it_is(fault.format_message())
    from chassis.http.faults import Pydantic

    error = fault.__cause__.errors()[0]
    came = str(error["input"])
    if param.type_descriptor.choices:
        return one_of(_name(param), param.type_descriptor.choices, came).text
    return Text("{option}: {expected}; came {came}", option=_name(param), expected=Pydantic(error), came=came)


def _name(param: Any) -> str:
    """An option as it is typed, an argument as the usage has it."""
    return str(param.opts[0] if param.param_type_name == "option" else param.display_name_raw)


def _wanted(param: Any) -> str:
    """What is typed for it, in the words of its help, which is in the reader's language by now."""
    return str(param.help or param.display_name_raw).rstrip(".。")


def _names(quoted: str | None) -> tuple[str, ...]:
    return tuple(name.strip("'") for name in (quoted or "").split(", ") if name)


def _of_sentence(sentence: str) -> Text:
    if sentence == "Missing command.":
        return Text("expected a command; came {came}", came=NOTHING)
    if found := NO_COMMAND.fullmatch(sentence):
        return Text("there is no command {came}[; near it: {near}]", came=found["came"], near=_names(found["near"]))
    if found := TOO_MANY.fullmatch(sentence):
        return Text("expected no more arguments; came {came}", came=found["came"])
    return as_it_is(sentence)
