"""Somebody opens a page of the desk, says who he is, and is back at that page; later he signs out (ALL-3)."""

from __future__ import annotations

import re

import pytest

from tests.needs import needs
from tests.sign_in.browser import Browser, Form, query
from tests.sign_in.conftest import Desk, Setting, signed_in, who

pytestmark = needs("ALL-3")


async def test_a_page_leads_to_the_provider_and_one_click_leads_back_to_it(browser: Browser, desk: Desk) -> None:
    await browser.go(f"{desk.url}/desk/me?tab=2&of=a%20b")
    assert str(browser.page.url).startswith(f"{desk.keys.issuer}/authorize?")
    assert Form(browser.page.text).buttons == ["wang.fang", "he.qiang"]
    await browser.click(person="wang.fang")
    await browser.follow()
    assert str(browser.page.url) == f"{desk.url}/desk/me?tab=2&of=a%20b"
    assert who(browser) == "wang.fang"


async def test_it_asks_as_the_standards_have_it(browser: Browser, desk: Desk) -> None:
    await browser.step("GET", f"{desk.url}/desk/sign-in")
    asked = query(browser.page.headers["location"])
    assert {name: asked[name] for name in ("response_type", "client_id", "redirect_uri", "code_challenge_method")} == {
        "response_type": "code",
        "client_id": "gendan-desk",
        "redirect_uri": f"{desk.url}/desk/signed-in",
        "code_challenge_method": "S256",
    }
    assert "openid" in asked["scope"].split()
    assert all(len(asked[name]) == 43 for name in ("state", "nonce", "code_challenge"))


async def test_no_cookie_is_for_scripts_or_for_requests_of_other_sites(browser: Browser, desk: Desk) -> None:
    await browser.step("GET", f"{desk.url}/desk/sign-in?next=/desk/me")
    (begun,) = browser.page.headers.get_list("set-cookie")
    assert re.search(r"HttpOnly; Max-Age=600; Path=/; SameSite=lax$", begun)
    await browser.follow()
    await browser.click(person="wang.fang")
    await browser.follow(until=f"{desk.url}/desk/me")
    kept = [cookie for cookie in browser.page.headers.get_list("set-cookie") if "Max-Age=0" not in cookie]
    assert [cookie.partition("=")[0] for cookie in kept] == ["gendan_session", "gendan_id_token"]
    assert all(cookie.endswith("; HttpOnly; Path=/; SameSite=strict") for cookie in kept)


async def test_over_https_a_cookie_is_of_this_host_alone(browser: Browser, desk: Desk, setting: Setting) -> None:
    setting("DESK_URL", "https://desk.example.com")
    await browser.step("GET", f"{desk.url}/desk/sign-in")
    (begun,) = browser.page.headers.get_list("set-cookie")
    assert begun.startswith("__Host-gendan_sign_in_")
    assert "; Secure" in begun


async def test_who_is_signed_in_goes_on_at_once(browser: Browser, desk: Desk) -> None:
    await signed_in(browser, desk)
    await browser.step("GET", f"{desk.url}/desk/sign-in?next=/desk/me")
    assert browser.page.headers["location"] == "/desk/me"


async def test_two_tabs_may_sign_in_side_by_side(browser: Browser, desk: Desk) -> None:
    first = await browser.go(f"{desk.url}/desk/me?tab=1")
    second = await browser.go(f"{desk.url}/desk/me?tab=2")
    for tab, number in ((second, "2"), (first, "1")):
        browser.cookies(desk.url).delete("gendan_session") if "gendan_session" in browser.cookies(desk.url) else None
        browser.page = tab
        await browser.click(person="wang.fang")
        await browser.follow()
        assert str(browser.page.url).endswith(f"/desk/me?tab={number}")


async def test_a_link_of_another_site_comes_once_more_by_a_page_of_ours(browser: Browser, desk: Desk) -> None:
    """A browser has not sent the Strict cookie yet: whoever is signed in must not choose himself again."""
    await signed_in(browser, desk)
    url = f"{desk.url}/desk/sign-in?next=/desk/me"
    await browser.step("GET", url, headers={"Sec-Fetch-Site": "cross-site"})
    assert (browser.page.status_code, browser.leads_to()) == (200, url)
    assert "set-cookie" not in browser.page.headers


async def test_who_signs_out_is_out_here_and_at_the_provider(browser: Browser, desk: Desk) -> None:
    await signed_in(browser, desk)
    await browser.step("POST", f"{desk.url}/desk/sign-out", headers={"Origin": desk.url})
    to = browser.leads_to() or ""
    assert to.startswith(f"{desk.keys.issuer}/end-session?")
    assert query(to)["post_logout_redirect_uri"] == f"{desk.url}/desk/signed-out"
    assert query(to)["id_token_hint"].count(".") == 2
    await browser.follow()
    assert str(browser.page.url) == f"{desk.url}/desk/signed-out"
    await browser.step("GET", f"{desk.url}/desk/me")
    assert browser.page.status_code == 303
    assert not list(browser.cookies(desk.url))


async def test_an_ended_token_leads_back_to_the_sign_in_and_then_to_the_page(
    browser: Browser, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gendan.identity.LIFE_S", -60)
    ended = desk.keys.token("wang.fang", ["merchandiser"])
    monkeypatch.undo()
    browser.cookies(desk.url).set("gendan_session", ended)
    await signed_in(browser, desk, "/desk/me")
    assert who(browser) == "wang.fang"
