"""What the commands end with: what is missing is said, and the exit code says that it is."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from gendan.replay_command import replay_
from gendan.why import cli
from whereabouts import asking
from whereabouts.picture import Picture, Silent
from whereabouts.tests.pictures import Company

PAGE = {"number": "SO-1", "customer": "ACME", "events": []}
app = typer.Typer()
for command in (cli.why, cli.timeline, cli.stuck):
    app.command()(command)
app.command("replay")(replay_)
Says = Callable[..., None]


@pytest.fixture
def says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Says:
    """Puts these answers in the place of the departments."""
    monkeypatch.setattr(cli, "urls_of", lambda *_: {"notify": "http://notify"})
    monkeypatch.setattr(cli, "token_of", lambda *_: "token")

    def answered(company: Company, page: dict[str, Any] | Silent = PAGE) -> None:
        async def ask(*_: object) -> list[Picture | Silent]:
            return company.answers()

        async def ask_page(*_: object) -> dict[str, Any] | Silent:
            return page

        monkeypatch.setattr(asking, "ask", ask)
        monkeypatch.setattr(asking, "ask_page", ask_page)

    return answered


def story() -> Company:
    company = Company()
    company.said("sales", "order.received")
    return company


def test_a_story_of_which_all_is_told_ends_well(says: Says) -> None:
    says(story())
    ended = CliRunner().invoke(app, ["timeline", "SO-1", "--lang", "en"])
    assert (ended.exit_code, "unknown" in ended.output) == (0, False)
    assert "order received" in ended.output


@pytest.mark.parametrize("away", ["silent", "database", "page"])
def test_a_story_of_which_something_is_missing_says_what_and_ends_with_3(says: Says, away: str) -> None:
    company = story()
    if away == "silent":
        company.silence("finance", "ReadTimeout")
    if away == "database":
        company.change("finance", database="away: TimeoutError", facts=())
    says(company, Silent("notify", "HTTP 503") if away == "page" else PAGE)
    told = {
        "silent": "finance does not answer: ReadTimeout",
        "database": "the database of finance is away: TimeoutError",
        "page": "numbers and amounts: notify does not answer: HTTP 503",
    }
    ended = CliRunner().invoke(app, ["timeline", "SO-1"])
    assert (ended.exit_code, told[away] in ended.output) == (3, True)
    in_json = CliRunner().invoke(app, ["timeline", "SO-1", "--json"])
    assert (in_json.exit_code, json.loads(in_json.output)["unknown"]) == (3, [told[away]])


@pytest.mark.parametrize("command", ["why", "timeline"])
def test_a_name_that_nobody_knows_ends_with_4(says: Says, command: str) -> None:
    says(Company())
    assert CliRunner().invoke(app, [command, "SO-9"]).exit_code == 4


def test_what_is_stuck_says_in_json_who_was_silent(says: Says, monkeypatch: pytest.MonkeyPatch) -> None:
    async def stuck(*_: object) -> tuple[list[object], list[str]]:
        return [], ["sales does not answer: ConnectError"]

    monkeypatch.setattr(cli, "what_is_stuck", stuck)
    says(Company())
    ended = CliRunner().invoke(app, ["stuck", "--json"])
    assert json.loads(ended.output) == {"groups": [], "unknown": ["sales does not answer: ConnectError"]}
    assert ended.exit_code == 3


@pytest.mark.needs("ALL-5")
def test_in_the_language_of_who_asks(says: Says) -> None:
    says(story())
    assert "收到订单" in CliRunner().invoke(app, ["timeline", "SO-1"], env={"LC_ALL": "zh_CN.UTF-8"}).output
    assert "收到订单" in CliRunner().invoke(app, ["timeline", "SO-1", "--lang", "zh"]).output
