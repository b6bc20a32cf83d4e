"""The embedded company's provider keeps to the standards by itself, whatever client comes (ALL-3)."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from gendan.issuer.codes import CODES_MAX, Codes, Grant
from gendan.issuer.people import OUTSIDE, Member, with_stand_ins
from gendan.roles import ROLES
from tests.needs import needs
from tests.sign_in.browser import Browser, Form, query
from tests.sign_in.conftest import WANG_FANG, Desk
from world.cast import Cast
from world.client import Api

pytestmark = needs("ALL-3")

VERIFIER = "v" * 43
CHALLENGE = urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


def asked(desk: Desk, **other: str | None) -> str:
    told = {
        "client_id": "gendan-desk",
        "redirect_uri": f"{desk.url}/desk/signed-in",
        "response_type": "code",
        "scope": "openid",
        "state": "s & t",
        "nonce": "n",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    } | other
    return (
        f"{desk.keys.issuer}/authorize?{urlencode({name: value for name, value in told.items() if value is not None})}"
    )


async def code(browser: Browser, desk: Desk) -> str:
    await browser.step("GET", asked(desk))
    await browser.click(person="wang.fang")
    return query(browser.page.headers["location"])["code"]


async def tokens(browser: Browser, desk: Desk, given: str, **other: str) -> httpx2.Response:
    told = {
        "grant_type": "authorization_code",
        "code": given,
        "redirect_uri": f"{desk.url}/desk/signed-in",
        "client_id": "gendan-desk",
        "code_verifier": VERIFIER,
    }
    return await browser.step("POST", f"{desk.keys.issuer}/token", data=told | other)


async def test_its_document_names_itself_and_its_endpoints(browser: Browser, desk: Desk) -> None:
    told = (await browser.step("GET", f"{desk.keys.issuer}/.well-known/openid-configuration")).json()
    assert told["issuer"] == desk.keys.issuer
    assert {told[name].rpartition("/")[0] for name in told if name.endswith(("_endpoint", "_uri"))} == {told["issuer"]}


async def test_it_shows_the_public_half_of_its_key_alone(browser: Browser, desk: Desk) -> None:
    (key,) = (await browser.step("GET", f"{desk.keys.issuer}/jwks")).json()["keys"]
    assert "d" not in key


async def test_a_code_gives_a_bearer_with_roles_and_a_word_about_the_person(browser: Browser, desk: Desk) -> None:
    given = (await tokens(browser, desk, await code(browser, desk))).json()
    keys = KeySet([desk.keys.key])
    bearer, word = (
        jwt.decode(given[name], keys, algorithms=["Ed25519"]).claims for name in ("access_token", "id_token")
    )
    assert (bearer["sub"], bearer["aud"], bearer["roles"]) == ("wang.fang", "gendan", ["merchandiser"])
    assert (word["sub"], word["aud"], word["nonce"], word["iss"]) == ("wang.fang", "gendan-desk", "n", desk.keys.issuer)
    assert "roles" not in word


async def test_its_answer_brings_back_the_state_and_says_whose_it_is(browser: Browser, desk: Desk) -> None:
    await browser.step("GET", asked(desk))
    await browser.click(person="wang.fang")
    answer = query(browser.page.headers["location"])
    assert (answer["state"], answer["iss"]) == ("s & t", desk.keys.issuer)


@pytest.mark.parametrize(
    "other",
    [
        {"code_verifier": "w" * 43},
        {"code_verifier": ""},
        {"redirect_uri": "http://127.0.0.1:1/desk/signed-in"},
        {"client_id": "shop"},
        {"grant_type": "client_credentials"},
        {"grant_type": "password"},
        {"code": "x" * 43},
    ],
    ids=str,
)
async def test_a_code_is_worth_nothing_to_anybody_else(browser: Browser, desk: Desk, other: dict[str, str]) -> None:
    answer = await tokens(browser, desk, await code(browser, desk), **other)
    assert answer.status_code in (400, 401)
    assert set(answer.json()) == {"error"}


async def test_a_code_opens_once_also_where_the_first_try_was_wrong(browser: Browser, desk: Desk) -> None:
    for first in ({}, {"code_verifier": "w" * 43}):
        given = await code(browser, desk)
        await tokens(browser, desk, given, **first)
        assert (await tokens(browser, desk, given)).json() == {"error": "invalid_grant"}


STRANGERS: list[dict[str, Any]] = [
    {"client_id": "shop"},
    {"client_id": None},
    {"redirect_uri": None},
    {"redirect_uri": "https://evil.example/"},
]


@pytest.mark.parametrize("other", STRANGERS, ids=str)
async def test_it_sends_nobody_to_an_address_that_it_does_not_know(
    browser: Browser, desk: Desk, other: dict[str, str | None]
) -> None:
    await browser.step("GET", asked(desk, **other))
    assert (browser.page.status_code, browser.leads_to()) == (400, None)


@pytest.mark.parametrize("ending", ["/", "?x=1", "#x", "/../signed-in", "%2f", " "])
async def test_an_address_is_known_letter_for_letter(browser: Browser, desk: Desk, ending: str) -> None:
    await browser.step("GET", asked(desk, redirect_uri=f"{desk.url}/desk/signed-in{ending}"))
    assert browser.page.status_code == 400


@pytest.mark.parametrize(
    ("other", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"prompt": "none"}, "login_required"),
    ],
    ids=str,
)
async def test_what_else_is_wrong_the_client_hears(
    browser: Browser, desk: Desk, other: dict[str, str | None], error: str
) -> None:
    await browser.step("GET", asked(desk, **other))
    answer = query(browser.page.headers["location"])
    assert (answer["error"], answer["state"], answer["iss"]) == (error, "s & t", desk.keys.issuer)


async def test_a_click_on_another_sites_page_signs_nobody_in(browser: Browser, desk: Desk) -> None:
    await browser.step("GET", asked(desk))
    told = Form(browser.page.text).fields | {"person": "wang.fang"}
    url = f"{desk.keys.issuer}/authorize"
    forged: list[dict[str, str]] = [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {}]
    for headers in forged:
        await browser.step("POST", url, data=told, headers=headers)
        assert (browser.page.status_code, browser.leads_to()) == (403, None)


async def test_nobody_is_signed_in_who_is_not_on_its_page(browser: Browser, desk: Desk) -> None:
    await browser.step("GET", asked(desk))
    await browser.click(person="ye.guangming")
    assert query(browser.page.headers["location"])["error"] == "access_denied"


async def test_a_name_of_somebody_else_that_leads_here_leads_nowhere(browser: Browser, desk: Desk) -> None:
    await browser.step("GET", f"{desk.keys.issuer}/jwks", headers={"Host": "evil.example"})
    assert browser.page.status_code == 400


async def test_its_page_runs_no_script_and_stands_in_no_frame(browser: Browser, desk: Desk) -> None:
    await browser.step("GET", asked(desk, state='"><script>alert(1)</script>'))
    assert "<script" not in browser.page.text
    policy = browser.page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy


@needs("ALL-5")
async def test_its_page_speaks_as_the_client_or_the_browser_asks(browser: Browser, desk: Desk) -> None:
    await browser.step("GET", asked(desk, ui_locales="zh-CN zh"))
    assert '<html lang="zh-Hans">' in browser.page.text
    assert "跟单员" in browser.page.text
    await browser.step("GET", asked(desk), headers={"Accept-Language": "en"})
    assert "<h2>warehouse</h2>" in browser.page.text


def test_a_role_that_nobody_has_gets_a_stand_in() -> None:
    members = with_stand_ins([WANG_FANG], Cast(Api({}, None), {}))  # type: ignore[arg-type]
    assert members[0] == WANG_FANG
    assert Member("world.general-manager", "general manager", "", ("general manager",)) in members
    assert {role for member in members for role in member.roles} == set(ROLES) - OUTSIDE


def test_of_too_many_codes_the_oldest_is_forgotten() -> None:
    codes, grant = Codes(), Grant("li.na", (), "c", "r", CHALLENGE, None, 0)
    first = codes.give(grant)
    last = [codes.give(grant) for _ in range(CODES_MAX)][-1]
    assert (codes.take(first), codes.take(last)) == (None, grant)


def test_a_challenge_is_that_of_the_standard() -> None:
    """RFC 7636, appendix B."""
    verifier, challenge = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    grant = Grant("li.na", (), "c", "r", challenge, None, 0)
    assert grant.is_for("c", "r", verifier)
    assert not grant.is_for("c", "r", verifier[:-1])
