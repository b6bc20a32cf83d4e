"""What only a browser does: which cookies it brings from another site, and where a form may lead (ALL-3)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from playwright.async_api import Page, Route, async_playwright

from chassis.http.identity import Identity, Tokens
from gendan.embedded.folder import free_port
from gendan.identity import signer
from gendan.issuer.app import Issuer
from gendan.issuer.serving import desks_client, served, told_to_the_desk
from tests.chromium import find_chromium
from tests.desk.keyboard import Hands
from tests.needs import needs
from tests.sign_in.conftest import Desk, desk_at, staff

pytestmark = [needs("ALL-3"), pytest.mark.browser]


@pytest.fixture
async def abroad(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desk]:
    """A desk whose provider is another site, as a company's is: to a browser localhost is none of 127.0.0.1."""
    keys = signer(tmp_path_factory.mktemp("company"))
    port, at = free_port(set()), keys.issuer.rpartition(":")[2]
    url, keys = f"http://127.0.0.1:{port}", replace(keys, issuer=f"http://localhost:{at}")
    identity = Identity(Identity.from_file(keys.jwks_file).keys, Tokens(keys.issuer))
    issuer = Issuer(keys, desks_client(url), staff)
    with told_to_the_desk(keys, url):
        async with desk_at(port, identity), served(issuer.app(), int(at)):
            yield Desk(url, keys, issuer)


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    if not (found := find_chromium()):
        pytest.skip("chromium is not installed: the sign-in was not tried in a browser")
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield await (await chromium.new_context()).new_page()
        await chromium.close()


async def sign_in(page: Page, desk: Desk) -> None:
    await page.goto(f"{desk.url}/desk/me")
    await page.click("button[value='wang.fang']")
    await page.wait_for_url(f"{desk.url}/desk/me")


async def test_the_cookie_that_was_just_set_comes_with_the_page_to_which_the_sign_in_leads(
    page: Page, abroad: Desk
) -> None:
    await sign_in(page, abroad)
    assert await page.inner_text("h1") == "wang.fang"


@needs("ALL-5")
async def test_somebody_signs_in_by_keys_alone(page: Page, abroad: Desk) -> None:
    await page.goto(f"{abroad.url}/desk/me")
    hands = Hands(page)
    assert await hands.walk_through("Tab") == []
    await hands.press(page.locator("button[value='wang.fang']"))
    await page.wait_for_url(f"{abroad.url}/desk/me")
    assert await page.inner_text("h1") == "wang.fang"
    assert hands.faults == []


async def test_a_link_in_a_mail_leads_to_its_page_and_asks_nobody_who_he_is(page: Page, abroad: Desk) -> None:
    await sign_in(page, abroad)

    async def mail(route: Route) -> None:
        await route.fulfill(body=f'<a href="{abroad.url}/desk/me?of=mail">x</a>', content_type="text/html")

    await page.route("http://localhost:1/**", mail)
    await page.goto("http://localhost:1/")
    await page.click("a")
    await page.wait_for_url(f"{abroad.url}/desk/me?of=mail")
    assert await page.inner_text("h1") == "wang.fang"


async def test_another_sites_form_signs_nobody_out(page: Page, abroad: Desk) -> None:
    await sign_in(page, abroad)

    async def trap(route: Route) -> None:
        form = f'<form method="post" action="{abroad.url}/desk/sign-out"><button>x</button></form>'
        await route.fulfill(body=form, content_type="text/html")

    await page.route("http://localhost:1/**", trap)
    await page.goto("http://localhost:1/")
    async with page.expect_response(f"{abroad.url}/desk/sign-out") as answer:
        await page.click("button")
    assert (await answer.value).status == 403
    await page.goto(f"{abroad.url}/desk/me")
    assert await page.inner_text("h1") == "wang.fang"


async def test_a_sign_out_reaches_the_provider_past_the_policy_of_the_page(page: Page, abroad: Desk) -> None:
    await sign_in(page, abroad)
    async with page.expect_request(f"{abroad.keys.issuer}/end-session?**"):
        await page.click("form[action='/desk/sign-out'] button")
    await page.wait_for_url(f"{abroad.url}/desk/signed-out")
    assert not await page.context.cookies(abroad.url)
