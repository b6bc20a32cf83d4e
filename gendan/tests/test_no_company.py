"""Commands about a company that does not run, or does not live there, say so at once and make nothing."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from contracts.catalogue import DEPARTMENTS
from gendan import addresses
from gendan.addresses import NoCompany
from gendan.cli import app
from gendan.embedded import folder
from gendan.identity import signer

URLS = {name: f"http://{name}" for name in DEPARTMENTS}
TOKEN = ["token", "--as", "li.na"]


def said(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, words, env={"COLUMNS": "400", "GENDAN_TOKEN": "", "TERM": "dumb"})
    return result.exit_code, " ".join(result.output.replace("│", " ").split())


@pytest.mark.parametrize("command", ["why", "timeline"])
def test_where_nobody_answers_nothing_is_said_about_the_order(tmp_path: Path, command: str) -> None:
    signer(tmp_path)
    nowhere = {name: f"http://127.0.0.1:{folder.free_port(set())}" for name in DEPARTMENTS}
    with folder.held(tmp_path), addresses.told(tmp_path, nowhere):
        status, told = said(command, "nonsense", "--data", str(tmp_path))
    assert status == 3
    assert "nobody answered, so nothing is known of an order by this name" in told
    assert told.count("does not answer: ConnectError") == 6
    assert "accepted" not in told


def test_the_addresses_of_a_company_that_was_killed_are_not_believed(tmp_path: Path) -> None:
    (tmp_path / "lock").touch()
    with addresses.told(tmp_path, URLS):
        with pytest.raises(NoCompany, match=r"addresses\.json was left behind by one that was killed"):
            addresses.departments(tmp_path)
        with folder.held(tmp_path):
            assert addresses.departments(tmp_path) == URLS


@pytest.mark.parametrize("command", [["why", "SO-1"], ["timeline", "SO-1"], ["stuck"], ["replay", "--order", "SO-1"]])
def test_a_command_where_nothing_runs_says_how_to_start_it(tmp_path: Path, command: list[str]) -> None:
    status, told = said(*command, "--data", str(tmp_path))
    assert status == 3
    assert told.startswith(f"no company runs on {tmp_path}: {tmp_path}/addresses.json is not there; start it with ")
    assert f"gendan up --data {tmp_path}" in told


def test_a_company_elsewhere_is_not_asked_with_a_key_made_here(tmp_path: Path) -> None:
    far = tmp_path / "far.json"
    far.write_text(str(URLS).replace("'", '"'))
    status, told = said("stuck", "--addresses", str(far), "--data", str(tmp_path / "none"))
    assert (status, (tmp_path / "none").exists()) == (3, False)
    assert "set GENDAN_TOKEN" in told


def test_a_token_for_a_company_that_is_not_there_is_refused_and_no_key_made(tmp_path: Path) -> None:
    status, told = said(*TOKEN, "--role", "storekeeper", "--data", str(tmp_path / "wrong"))
    assert (status, (tmp_path / "wrong").exists()) == (1, False)
    assert told.startswith(f"no company lives in {tmp_path}/wrong")


def test_a_token_is_signed_by_the_key_that_is_there(tmp_path: Path) -> None:
    signer(tmp_path)
    status, told = said(*TOKEN, "--role", "storekeeper", "--role", "inspector", "--data", str(tmp_path))
    assert (status, told.count(".")) == (0, 2)


def test_a_role_that_opens_no_route_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    signer(tmp_path)
    status, told = said(*TOKEN, "--role", "nonsense", "--data", str(tmp_path))
    assert status == 2
    assert "expected one of accountant, administrator," in told
    assert "came nonsense" in told


def test_an_empty_name_is_no_name(tmp_path: Path) -> None:
    for command in ("why", "timeline"):
        status, told = said(command, " ", "--data", str(tmp_path))
        assert (status, "expected an order's id or number; came nothing" in told) == (2, True)


def test_a_department_that_does_not_exist_is_named_with_those_that_do(tmp_path: Path) -> None:
    status, told = said("replay", "--consumer", "nope", "--data", str(tmp_path))
    assert status == 2
    assert "--consumer: expected one of sales, purchasing, warehouse, logistics, finance, notify; came nope" in told


def test_a_message_is_named_by_its_id(tmp_path: Path) -> None:
    status, told = said("replay", "--message", "nope", "--data", str(tmp_path))
    assert (status, "--message: Input should be a valid UUID" in told) == (2, True)


def test_what_is_tried_again_must_be_named_to_do_it(tmp_path: Path) -> None:
    for doing in (["--yes", "--reason", "the cause is gone"], ["--preview"]):
        status, told = said("replay", *doing, "--data", str(tmp_path))
        assert (status, "name what to replay" in told) == (2, True)


def test_without_a_choice_the_list_of_what_could_be_replayed_is_asked_of_a_company(tmp_path: Path) -> None:
    status, told = said("replay", "--data", str(tmp_path))
    assert (status, f"no company runs on {tmp_path}" in told) == (3, True)


def test_a_department_that_nobody_knows_cannot_be_left_out(tmp_path: Path) -> None:
    status, told = said("up", "--without", "treasury", "--data", str(tmp_path / "new"))
    assert (status, (tmp_path / "new").exists()) == (2, False)
    assert "--without: expected one of sales," in told
    assert "came treasury" in told
