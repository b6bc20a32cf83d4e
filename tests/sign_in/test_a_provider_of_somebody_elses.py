"""The desk at a provider that we did not write: what ours takes for granted, the standard does not (ALL-3)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from chassis.http import keys as of_keys
from chassis.http.identity import Identity, Tokens
from chassis.http.keys import Keys
from gendan.embedded.folder import free_port
from tests.needs import needs
from tests.sign_in.browser import Browser
from tests.sign_in.conftest import Setting, desk_at, who
from tests.sign_in.node import somebody_elses

pytestmark = needs("ALL-3")

SECRET = "50%41 + a/b:c~d="
"""As no generator would make it: what a header, a form and an address read otherwise."""


class Company:
    """A desk and the other's provider, on ports of their own."""

    def __init__(self) -> None:
        self.port = free_port(set())
        self.desk_port = free_port({self.port})
        self.issuer, self.desk = f"http://127.0.0.1:{self.port}", f"http://127.0.0.1:{self.desk_port}"

    def told(self, way: str = "client_secret_post", roles: tuple[str, ...] = ("merchandiser",)) -> dict[str, object]:
        return {"port": self.port, "desk": self.desk, "secret": SECRET, "roles": roles, "way": way}


@pytest.fixture
async def company(setting: Setting, tmp_path: Path) -> AsyncIterator[Company]:
    company = Company()
    (tmp_path / "secret").write_text(SECRET + "\n")
    setting("DESK_URL", company.desk)
    setting("SIGN_IN_ISSUER", company.issuer)
    setting("SIGN_IN_CLIENT", "desk-of-gendan")
    setting("SIGN_IN_SECRET_FILE", str(tmp_path / "secret"))
    tokens = Tokens(company.issuer, "gendan", "realm_access.roles", "preferred_username")
    async with desk_at(company.desk_port, Identity(Keys.at(f"{company.issuer}/jwks"), tokens)):
        yield company


async def sign_in(browser: Browser, company: Company, page: str = "/desk/me") -> None:
    await browser.go(company.desk + page)
    await browser.click(login="wang.fang", password="any")
    await browser.follow()
    if "consent" in browser.page.text:
        await browser.click()
        await browser.follow()


@pytest.mark.parametrize("way", ["client_secret_post", "client_secret_basic"])
async def test_the_road_leads_there_and_back(browser: Browser, company: Company, way: str) -> None:
    async with somebody_elses(**company.told(way)):
        await sign_in(browser, company)
        assert who(browser) == "wang.fang"


async def test_who_signs_out_at_the_desk_is_out_there_too(browser: Browser, company: Company) -> None:
    async with somebody_elses(**company.told()):
        await sign_in(browser, company)
        await browser.step("POST", f"{company.desk}/desk/sign-out", headers={"Origin": company.desk})
        await browser.follow()
        await browser.click(logout="yes")
        await browser.follow()
        assert str(browser.page.url) == f"{company.desk}/desk/signed-out"
        await browser.go(f"{company.desk}/desk/me")
        assert str(browser.page.url).startswith(f"{company.issuer}/interaction/")


async def test_who_cancels_there_is_not_signed_in(browser: Browser, company: Company) -> None:
    async with somebody_elses(**company.told()):
        await browser.go(f"{company.desk}/desk/me")
        await browser.go(f"{browser.page.url}/abort")
        assert browser.page.status_code == 400
        assert "access_denied" in browser.page.text


async def test_the_provider_changes_its_key_and_nobody_restarts_anything(
    browser: Browser, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(of_keys, "LOOK_AGAIN_AFTER_S", -1.0)
    async with somebody_elses(**company.told()):
        await sign_in(browser, company)
    async with somebody_elses(**company.told()), Browser() as another:
        await sign_in(another, company)
        assert who(another) == "wang.fang"


async def test_while_the_provider_is_away_who_is_signed_in_works_on(browser: Browser, company: Company) -> None:
    async with somebody_elses(**company.told()):
        await sign_in(browser, company)
    await browser.step("GET", f"{company.desk}/desk/me")
    assert who(browser) == "wang.fang"
    await browser.step("POST", f"{company.desk}/desk/sign-out", headers={"Origin": company.desk})
    assert browser.page.status_code == 200
