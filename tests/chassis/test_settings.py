"""A wrong setting ends the start with its name, and without its secret."""

from pathlib import Path

import pytest

from chassis.environment import SettingsFault
from chassis.settings import Settings, settings_from_environment
from tests.chassis.certificates import Authority
from tests.needs import needs


def told(monkeypatch: pytest.MonkeyPatch, **environment: str) -> str:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsFault) as fault:
        settings_from_environment()
    return str(fault.value)


def test_a_wrong_database_url_is_told_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = told(monkeypatch, DATABASE_URL="postgresql+asyncpg://sales:s3cret@db/sales")
    assert "setting DATABASE_URL: String should match pattern" in lines
    assert "s3cret" not in lines


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
        (
            {"JWKS_FILE": "k", "JWKS_URL": "https://id/keys", "TOKEN_ISSUER": "https://id"},
            "setting JWKS_FILE or JWKS_URL: expected one of them",
        ),
        ({"JWKS_URL": "https://id/keys"}, "setting TOKEN_ISSUER: expected with JWKS_URL; is missing"),
    ],
)
def test_keys_come_from_one_place_and_those_of_a_url_from_one_issuer(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], line: str
) -> None:
    ground = {"DATABASE_URL": "postgres://sales@db", "KAFKA_BOOTSTRAP_SERVERS": "k:1"}
    assert told(monkeypatch, **ground, **environment) == line


NO_FILE = "[Errno 2] No such file or directory"
KEYS = {"DATABASE_URL": "postgres://sales@db", "KAFKA_BOOTSTRAP_SERVERS": "k:1", "JWKS_FILE": "k"}


@needs("ALL-9")
@pytest.mark.parametrize(
    ("environment", "lines"),
    [
        (
            {"KAFKA_SECURITY_PROTOCOL": "SASL_SSL", "KAFKA_SASL_USERNAME": "sales"},
            ["setting KAFKA_SASL_PASSWORD: expected with KAFKA_SECURITY_PROTOCOL SASL_SSL; is missing"],
        ),
        (
            {"KAFKA_SASL_USERNAME": "sales", "KAFKA_SASL_PASSWORD": "s3cret", "KAFKA_SSL_CAFILE": "/ca.crt"},
            [
                "setting KAFKA_SASL_USERNAME: expected with KAFKA_SECURITY_PROTOCOL SASL_SSL; came without it",
                "setting KAFKA_SASL_PASSWORD: expected with KAFKA_SECURITY_PROTOCOL SASL_SSL; came without it",
                "setting KAFKA_SSL_CAFILE: expected with KAFKA_SECURITY_PROTOCOL SSL or SASL_SSL; came without it",
            ],
        ),
        (
            {"KAFKA_SECURITY_PROTOCOL": "SSL", "KAFKA_SSL_CERTFILE": "/sales.crt"},
            ["setting KAFKA_SSL_CERTFILE, KAFKA_SSL_KEYFILE: expected both or none"],
        ),
        (
            {"KAFKA_SECURITY_PROTOCOL": "SSL", "KAFKA_SSL_CAFILE": "/none/ca.crt"},
            [f"setting KAFKA_SSL_CAFILE: expected certificates as PEM; {NO_FILE}; came '/none/ca.crt'"],
        ),
    ],
)
def test_what_kafka_is_shown_goes_together_and_is_never_sent_in_clear(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], lines: list[str]
) -> None:
    assert told(monkeypatch, **KEYS, **environment).splitlines() == lines


@needs("ALL-9")
def test_a_key_with_a_passphrase_is_refused_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shown = Authority(tmp_path).sign("sales", passphrase=b"open")
    files = {"KAFKA_SSL_CERTFILE": str(shown), "KAFKA_SSL_KEYFILE": str(shown)}
    assert "the key has a passphrase" in told(monkeypatch, **KEYS, KAFKA_SECURITY_PROTOCOL="SSL", **files)


@needs("ALL-9")
def test_a_secret_is_read_from_the_file_that_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "url").write_text("postgres://sales:s3cret@db/sales\n")
    for name, value in {**KEYS, "DATABASE_URL_FILE": str(tmp_path / "url"), "DATABASE_URL": ""}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("DATABASE_URL")
    assert settings_from_environment().database_url == "postgres://sales:s3cret@db/sales"


@needs("ALL-9")
def test_a_secret_in_no_file_or_in_two_places_ends_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"DATABASE_URL_FILE": "/etc/url", "KAFKA_SASL_PASSWORD_FILE": "/none/password"}
    assert told(monkeypatch, **KEYS, **files).splitlines() == [
        "setting KAFKA_SASL_PASSWORD_FILE: No such file or directory; came '/none/password'",
        "setting DATABASE_URL_FILE: expected this or DATABASE_URL, not both; came '/etc/url'",
    ]
