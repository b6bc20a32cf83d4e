"""A wrong setting ends the start with its name, and without its secret."""

from pathlib import Path

import pytest

from chassis.settings import Settings, SettingsFault, settings_from_environment


def told(monkeypatch: pytest.MonkeyPatch, **environment: str) -> str:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsFault) as fault:
        settings_from_environment()
    return str(fault.value)


def test_a_wrong_database_url_is_told_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    line = told(monkeypatch, DATABASE_URL="postgresql+asyncpg://sales:s3cret@db/sales").splitlines()[0]
    assert line.startswith("setting DATABASE_URL: String should match pattern")
    assert "s3cret" not in line


def test_any_other_wrong_setting_is_told_with_what_came(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "setting PORT: " in told(monkeypatch, PORT="many")
    assert "came 'many'" in told(monkeypatch, PORT="many")


def test_settings_that_are_shown_show_no_password() -> None:
    settings = Settings(database_url="postgres://sales:s3cret@db", kafka_bootstrap_servers="k:1", jwks_file=Path("k"))
    assert "s3cret" not in repr(settings)


@pytest.mark.parametrize(
    ("environment", "line"),
    [
        ({}, "setting JWKS_FILE or JWKS_URL: expected one of them"),
        ({"JWKS_FILE": "k", "JWKS_URL": "https://id/keys"}, "setting JWKS_FILE or JWKS_URL: expected one of them"),
        ({"JWKS_URL": "https://id/keys"}, "setting TOKEN_ISSUER: expected with JWKS_URL; is missing"),
    ],
)
def test_keys_come_from_one_place_and_those_of_a_url_from_one_issuer(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], line: str
) -> None:
    ground = {"DATABASE_URL": "postgres://sales@db", "KAFKA_BOOTSTRAP_SERVERS": "k:1"}
    assert told(monkeypatch, **ground, **environment) == line
