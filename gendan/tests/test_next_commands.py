"""A command that is named works when it is pasted."""

import sys
from pathlib import Path

import pytest

from gendan.addresses import DATA
from gendan.called import called, pasted
from gendan.why.company import options

MODULE = str(Path(__file__).parents[1] / "__main__.py")
REPLAY = "gendan replay --consumer finance --message 7 --preview; mend who said it"


@pytest.fixture
def as_module(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", [MODULE, "why", "SO-1"])
    monkeypatch.setattr(sys, "orig_argv", [".venv/bin/python", "-m", "gendan", "why", "SO-1"])


@pytest.mark.usefixtures("as_module")
def test_a_command_is_named_as_this_one_was_called_and_for_the_same_company() -> None:
    about = options(Path("my data"), Path("far.json"))
    assert pasted(REPLAY, about) == (
        ".venv/bin/python -m gendan replay --data 'my data' --addresses far.json"
        " --consumer finance --message 7 --preview; mend who said it"
    )


@pytest.mark.usefixtures("as_module")
def test_the_folder_that_is_meant_anyway_is_not_named() -> None:
    assert options(DATA, None) == ""
    assert pasted("look at: gendan stuck", "") == "look at: .venv/bin/python -m gendan stuck"


@pytest.mark.usefixtures("as_module")
def test_a_command_that_is_about_no_company_gets_no_folder() -> None:
    told = pasted("gendan contracts topics --bootstrap HOST:PORT", "--data x")
    assert told == ".venv/bin/python -m gendan contracts topics --bootstrap HOST:PORT"
    assert called("up") == ".venv/bin/python -m gendan up"


def test_called_by_a_script_that_is_not_on_path_its_place_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = tmp_path / "gendan"
    script.touch(mode=0o755)
    monkeypatch.setattr(sys, "argv", [str(script), "stuck"])
    assert called("stuck") == f"{script} stuck"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert called("stuck") == "gendan stuck"


def test_what_names_no_command_stays_as_it_is() -> None:
    assert pasted("ask gendan's operator", "--data x") == "ask gendan's operator"
