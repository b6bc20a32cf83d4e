"""Licences: ours in full, those of others named and agreed to."""

from importlib.metadata import PackageNotFoundError, distribution

import pytest

from deploy.locked import CHECKOUT, runtime
from deploy.third_party_notices import FILE, UnknownLicence, licence_of
from gendan.embedded.jars import locked

STALE = "stale, run `python -m deploy.third_party_notices`"


def test_every_runtime_package_and_jar_is_named_with_its_locked_version() -> None:
    named = FILE.read_text().splitlines()
    packages = {f"{pin.name} {pin.version}" for pin in runtime()}
    jars = {f"{jar.group}:{jar.artifact} {jar.version}" for jar in locked()}
    assert {line.rpartition(": ")[0] for line in named if ": " in line} >= packages | jars, STALE


@pytest.mark.parametrize("name", [pin.name for pin in runtime()])
def test_the_licence_of_a_package_is_one_that_was_agreed_to(name: str) -> None:
    try:
        package = distribution(name)
    except PackageNotFoundError:
        pytest.skip("not for this Python")
    assert f"{name} {package.version}: {licence_of(package)}" in FILE.read_text(), STALE


def test_a_licence_that_nobody_has_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deploy.third_party_notices.AGREED", frozenset({"MIT"}))
    with pytest.raises(UnknownLicence, match=r"asyncpg: Apache-2\.0"):
        licence_of(distribution("asyncpg"))


def test_the_suite_stands_under_the_whole_apache_licence() -> None:
    text = (CHECKOUT / "LICENSE").read_text()
    assert text.lstrip().startswith("Apache License\n")
    assert "END OF TERMS AND CONDITIONS" in text
