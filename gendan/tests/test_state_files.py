"""A damaged file of the data folder is told by name, with what was expected, what came, and what to do."""

import json
import stat
from pathlib import Path

import pytest

from contracts.catalogue import DEPARTMENTS
from gendan import addresses, business_clock, identity, state_file
from gendan.embedded import folder
from gendan.state_file import BadFile

EVERYWHERE = {name: f"http://{name}" for name in DEPARTMENTS}


@pytest.mark.parametrize("text", ["", "{", "7", "[]", '{"business_time": 7}', '{"business_time": "2026-03-02T09:00"}'])
def test_a_damaged_clock_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "clock.json").write_text(text)
    with pytest.raises(BadFile, match=r"clock\.json: expected .*business_time.*, came .*; write the business time"):
        business_clock.started(tmp_path, 60, "Asia/Shanghai")


@pytest.mark.parametrize("file", ["ports.json", "departments.json", "issuer.json"])
@pytest.mark.parametrize("text", ["", "{", "7", '{"kafka": "x"}', '{"kafka": 70000}'])
def test_damaged_ports_are_told(tmp_path: Path, file: str, text: str) -> None:
    (tmp_path / file).write_text(text)
    with pytest.raises(BadFile, match=rf"{file}: expected ports by name.*; remove it"):
        folder.ports(tmp_path, ["kafka"], file)


@pytest.mark.parametrize("text", ["", "one"])
def test_a_damaged_version_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "version").write_text(text)
    with pytest.raises(BadFile, match=r"version: expected a number, came .*; if this gendan wrote the folder last"):
        folder.version_of(tmp_path)


def test_bytes_that_are_no_text_are_told_too(tmp_path: Path) -> None:
    (tmp_path / "version").write_bytes(b"\xff\xfe")
    with pytest.raises(BadFile, match="version: expected a number"):
        folder.version_of(tmp_path)


@pytest.mark.parametrize("text", ["", "{", "{}", "7", '{"kty": "OKP", "crv": "Ed25519", "x": "!"}'])
def test_a_damaged_key_is_told_and_not_shown(tmp_path: Path, text: str) -> None:
    identity.signer(tmp_path)
    (tmp_path / "identity" / "key.json").write_text(text)
    with pytest.raises(BadFile, match=r"key\.json: expected a private key \(JWK\), came something else; put it back"):
        identity.signer(tmp_path)


def test_a_department_with_a_process_of_its_own_finds_the_keys_from_whatever_folder_it_runs_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    keys = identity.signer(Path("data")).jwks_file
    monkeypatch.chdir("/")
    assert json.loads(keys.read_text())["keys"]


def test_a_public_key_signs_nothing(tmp_path: Path) -> None:
    public = json.loads(identity.signer(tmp_path).jwks_file.read_text())["keys"][0]
    (tmp_path / "identity" / "key.json").write_text(json.dumps(public))
    with pytest.raises(BadFile, match="expected a private key"):
        identity.signer(tmp_path)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"sales": 7}', json.dumps({**EVERYWHERE, "notify": None})])
def test_damaged_addresses_are_told(tmp_path: Path, text: str) -> None:
    file = tmp_path / "far.json"
    file.write_text(text)
    with pytest.raises(BadFile, match=r"far\.json: expected .*sales, purchasing.*, came .*; write there where each"):
        addresses.departments(tmp_path, file)


def test_a_secret_file_is_its_owners_alone_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    (tmp_path / "key.part").write_text("half of an earlier one")
    state_file.write(tmp_path / "key", "secret", mode=0o600)
    assert [path.name for path in tmp_path.iterdir()] == ["key"]
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


def test_what_cannot_be_written_leaves_the_old_file_as_it_was(tmp_path: Path) -> None:
    state_file.write(tmp_path / "ports.json", "{}")
    with pytest.raises(UnicodeEncodeError):
        state_file.write(tmp_path / "ports.json", "\ud800")
    assert (tmp_path / "ports.json").read_text() == "{}"
