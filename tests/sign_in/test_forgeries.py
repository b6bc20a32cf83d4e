"""What somebody else made up, kept, changed or sent signs nobody in (ALL-3)."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from gendan.identity import signer
from gendan.issuer.codes import Grant
from tests.needs import needs
from tests.sign_in.browser import Browser, query
from tests.sign_in.conftest import Desk, Setting

pytestmark = needs("ALL-3")


async def came_back(browser: Browser, desk: Desk) -> str:
    """The address to which the provider sends the browser after the click, not visited yet."""
    await browser.go(f"{desk.url}/desk/me")
    await browser.click(person="wang.fang")
    to = browser.leads_to()
    assert to
    assert to.startswith(f"{desk.url}/desk/signed-in?")
    return to


async def is_let_in(browser: Browser, desk: Desk) -> bool:
    """Whether this browser sees pages now."""
    await browser.step("GET", f"{desk.url}/desk/me")
    return browser.page.status_code == 200


def with_query(url: str, **changed: str | None) -> str:
    told = {name: value for name, value in (query(url) | changed).items() if value is not None}
    return f"{url.partition('?')[0]}?{urlencode(told)}"


async def test_unchanged_the_same_answer_lets_in(browser: Browser, desk: Desk) -> None:
    await browser.step("GET", await came_back(browser, desk))
    assert await is_let_in(browser, desk)


@pytest.mark.parametrize(
    "changed",
    [
        {"state": "x" * 43},
        {"state": None},
        {"state": "\u00e9"},
        {"code": "x" * 43},
        {"code": None},
        {"iss": "https://another.example"},
        {"iss": None},
        {"error": "access_denied"},
    ],
    ids=str,
)
async def test_an_answer_that_was_changed_lets_nobody_in(
    browser: Browser, desk: Desk, changed: dict[str, str | None]
) -> None:
    await browser.step("GET", with_query(await came_back(browser, desk), **changed))
    assert browser.page.status_code == 400
    assert "You are not signed in" in browser.page.text
    assert not await is_let_in(browser, desk)


async def test_somebody_elses_answer_lets_nobody_in(browser: Browser, desk: Desk) -> None:
    """An attacker's own code, in a link that the victim follows: he would work under the attacker's name."""
    async with Browser() as attacker:
        answer = await came_back(attacker, desk)
    await browser.go(f"{desk.url}/desk/me")
    await browser.step("GET", answer)
    assert browser.page.status_code == 400
    assert not await is_let_in(browser, desk)


async def test_an_answer_lets_in_once(browser: Browser, desk: Desk) -> None:
    answer = await came_back(browser, desk)
    cookies = dict(browser.cookies(desk.url))
    await browser.step("GET", answer)
    browser.cookies(desk.url).clear()
    browser.cookies(desk.url).update(cookies)
    await browser.step("GET", answer)
    assert browser.page.status_code == 400
    assert not await is_let_in(browser, desk)


async def test_a_code_comes_too_late_after_a_minute(
    browser: Browser, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gendan.issuer.codes.LIFE_S", -1.0)
    await browser.step("GET", await came_back(browser, desk))
    assert browser.page.status_code == 400


async def test_without_the_verifier_a_code_is_worth_nothing(browser: Browser, desk: Desk) -> None:
    answer = await came_back(browser, desk)
    jar = browser.cookies(desk.url)
    (name,) = (name for name in jar if name.startswith("gendan_sign_in_"))
    kept = json.loads(base64.urlsafe_b64decode(jar[name])) | {"verifier": "x" * 43}
    jar.delete(name)
    jar.set(name, base64.urlsafe_b64encode(json.dumps(kept).encode()).decode())
    await browser.step("GET", answer)
    assert browser.page.status_code == 400
    assert not await is_let_in(browser, desk)


Lie = Callable[[Desk, Grant, Path], dict[str, Any]]
LIES: dict[str, Lie] = {
    "another nonce": lambda desk, of, _: {"id_token": desk.keys.signed(of.person, of.client_id, nonce="x" * 43)},
    "no nonce": lambda desk, of, _: {"id_token": desk.keys.signed(of.person, of.client_id)},
    "another client": lambda desk, of, _: {"id_token": desk.keys.signed(of.person, "shop", nonce=of.nonce)},
    "another issuer": lambda desk, of, _: {
        "id_token": desk.keys.signed(of.person, of.client_id, nonce=of.nonce, iss="https://another.example")
    },
    "ended": lambda desk, of, _: {"id_token": desk.keys.signed(of.person, of.client_id, nonce=of.nonce, exp=1)},
    "another key": lambda _, of, folder: {
        "id_token": signer(folder / "other").signed(of.person, of.client_id, nonce=of.nonce)
    },
    "no id token": lambda *_: {"id_token": None},
    "not signed": lambda *_: {"id_token": "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0."},
    "a bearer of another key": lambda _, of, folder: {
        "access_token": signer(folder / "other").token(of.person, of.roles)
    },
    "a bearer of another issuer": lambda desk, of, _: {
        "access_token": desk.keys.signed(of.person, "gendan", roles=[], iss="https://another.example")
    },
    "a bearer for others": lambda desk, of, _: {"access_token": desk.keys.signed(of.person, "shop", roles=[])},
    "a bearer that ended": lambda desk, of, _: {"access_token": desk.keys.signed(of.person, "gendan", exp=1)},
    "an opaque bearer": lambda *_: {"access_token": "2YotnFZFEjr1zCsicMWpAA"},
    "a bearer that no browser keeps": lambda desk, of, _: {
        "access_token": desk.keys.token(of.person, ["merchandiser", "x" * 4000])
    },
}


@pytest.mark.parametrize("lie", LIES)
async def test_a_providers_word_that_is_not_good_lets_nobody_in(
    browser: Browser, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lie: str
) -> None:
    honest = desk.issuer.tokens
    monkeypatch.setattr(desk.issuer, "tokens", lambda grant: honest(grant) | LIES[lie](desk, grant, tmp_path))
    await browser.step("GET", await came_back(browser, desk))
    assert browser.page.status_code == 400
    assert not await is_let_in(browser, desk)


async def test_a_cookie_with_a_token_of_another_issuer_is_no_session(
    browser: Browser, desk: Desk, tmp_path: Path
) -> None:
    for token in (
        signer(tmp_path / "other").token("wang.fang", ["merchandiser"]),
        desk.keys.signed("wang.fang", "gendan", roles=["merchandiser"], iss="https://another.example"),
        desk.keys.signed("wang.fang", "gendan-desk", roles=["merchandiser"]),
    ):
        browser.cookies(desk.url).set("gendan_session", token)
        assert not await is_let_in(browser, desk)


@pytest.mark.parametrize("elsewhere", ["https://evil.example/desk/", "//evil.example/desk/", "/desk/\\evil", "/"])
async def test_a_sign_in_leads_to_no_other_host(browser: Browser, desk: Desk, elsewhere: str) -> None:
    url = f"{desk.url}/desk/sign-in?{urlencode({'next': elsewhere})}"
    await browser.go(url)
    await browser.click(person="wang.fang")
    await browser.step("GET", browser.leads_to() or "")
    assert browser.leads_to() == f"{desk.url}/desk/"
    await browser.step("GET", url)
    assert browser.leads_to() == f"{desk.url}/desk/"


async def test_a_provider_that_calls_itself_otherwise_is_not_asked(
    browser: Browser, desk: Desk, setting: Setting
) -> None:
    setting("SIGN_IN_ISSUER", desk.keys.issuer.replace("127.0.0.1", "localhost"))
    await browser.step("GET", f"{desk.url}/desk/sign-in")
    assert (browser.page.status_code, "does not answer" in browser.page.text) == (503, True)
