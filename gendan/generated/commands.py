"""The commands of every department for `contracts/commands.json`: the route, its words, who may, what may follow."""

from __future__ import annotations

from typing import Any

from chassis.handling import House
from chassis.http.command_routes import CommandRoute, commands_of
from chassis.language import LOCALES, catalogue
from contracts.event import Event
from contracts.texts import Text
from gendan.generated.asking import handlers_of
from gendan.generated.houses import Houses
from gendan.generated.saying import may_say


def document(houses: Houses) -> dict[str, list[dict[str, Any]]]:
    """By department, in the order of its routes; of a batch of commands the single one stands for both."""
    return {name: [_told(house, command) for command in commands_of(house)] for name, house in houses.items()}


def _told(house: House, command: CommandRoute) -> dict[str, Any]:
    said = [event for handler in handlers_of(command.route.endpoint) for event in may_say(handler)]
    return {
        "route": f"{command.method} {command.route.path}",
        "label": _in_each_language(house, command.label),
        "hint": _in_each_language(house, command.hint),
        "roles": sorted(command.roles),
        "says": list(dict.fromkeys(event.topic for event in said if event is not Event)),
    }


def _in_each_language(house: House, text: Text) -> dict[str, str]:
    return {language: catalogue(language, house.locale)(text) if text.line else "" for language in LOCALES}
