"""A department that cannot work ends its start with all that is wrong, each by the name of its setting."""

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from chassis.environment import SettingsFault
from chassis.process.checked import checked_settings
from gendan.embedded import Ground
from gendan.identity import signer

Environment = dict[str, str]


@pytest.fixture
def environment(ground: Ground, tmp_path: Path) -> Environment:
    """One that is right."""
    return {
        "DATABASE_URL": ground.database("sales"),
        "KAFKA_BOOTSTRAP_SERVERS": ground.kafka,
        "JWKS_FILE": str(signer(tmp_path).jwks_file),
    }


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch, environment: Environment) -> pytest.MonkeyPatch:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def told() -> list[str]:
    with pytest.raises(SettingsFault) as fault:
        checked_settings()
    return str(fault.value).splitlines()


def test_settings_that_are_right_and_lead_somewhere_are_given(start: pytest.MonkeyPatch, ground: Ground) -> None:
    assert checked_settings().database_url == ground.database("sales")


def test_a_wrong_setting_and_one_that_nobody_knows_are_told_together(start: pytest.MonkeyPatch) -> None:
    start.setenv("GENDAN_COMPANY_ZON", "Asia/Shanghai")
    start.delenv("DATABASE_URL")
    assert told() == [
        "setting GENDAN_COMPANY_ZON: nobody knows it; did you mean GENDAN_COMPANY_ZONE?",
        "setting DATABASE_URL: Field required; is missing",
    ]


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (None, "No such file"),
        ("{", "Expecting property name"),
        ("[]", "list indices"),
        (json.dumps({"keys": []}), "no key of this set"),
    ],
)
def test_a_file_without_keys_is_told_by_its_name(
    start: pytest.MonkeyPatch, tmp_path: Path, written: str | None, reason: str
) -> None:
    file = tmp_path / "keys.json"
    if written is not None:
        file.write_text(written)
    start.setenv("JWKS_FILE", str(file))
    (line,) = told()
    assert line.startswith(f"setting JWKS_FILE: expected a file with public keys (RFC 7517); came '{file}': ")
    assert reason in line


@pytest.mark.parametrize(
    ("part", "other", "reason"),
    [
        ("password", "wrong", "password authentication failed"),
        ("path", "marketing", 'database "marketing" does not exist'),
        ("port", "1", "Connect call failed"),
        ("port", "many", "what came is not shown"),
    ],
)
def test_a_database_that_lets_nobody_in_is_told_without_its_password(
    start: pytest.MonkeyPatch, environment: Environment, part: str, other: str, reason: str
) -> None:
    url = environment["DATABASE_URL"]
    right = str(getattr(urlsplit(url), part)).strip("/")
    start.setenv("DATABASE_URL", other.join(url.rsplit(right, 1)))
    (line,) = told()
    assert line.startswith("setting DATABASE_URL: expected a database that lets this department in; ")
    assert reason in line
    assert str(urlsplit(url).password) not in line
