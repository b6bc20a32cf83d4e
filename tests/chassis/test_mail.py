"""Mail goes through TLS unless its server's address says otherwise; what came of it is not guessed (SAL-8)."""

import ssl
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chassis.mail import sending
from chassis.mail.composing import Mail, composed
from chassis.mail.sending import Server, hand_over
from tests.chassis.certificates import Authority
from tests.mail_server import mail_server
from tests.needs import needs

pytestmark = needs("SAL-8", "SAL-20")
AT = datetime(2026, 3, 2, 4, tzinfo=UTC)
MAIL = Mail("Häfele", "us@gendan.example", "Li", "li@example.org", "订单", "你好\n", "zh", "1@gendan.example", AT)


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtps://mail.example.com", Server("mail.example.com", 465, "smtps")),
        ("smtp://us%40example.com@mail.example.com", Server("mail.example.com", 587, "smtp", "us@example.com")),
        ("smtp+plain://localhost:1025", Server("localhost", 1025, "smtp+plain")),
    ],
)
def test_a_server_is_told_by_one_url(url: str, server: Server) -> None:
    assert Server.of(url) == server


def test_a_password_is_not_shown() -> None:
    assert "geheim" not in repr(Server.of("smtps://mail.example.com", "geheim"))


async def test_without_starttls_nothing_is_said_to_a_server_that_should_have_it() -> None:
    async with mail_server() as post:
        outcome = await hand_over(Server.of(post.url.replace("+plain", "")), MAIL.sender, MAIL.address, composed(MAIL))
    assert (outcome.came, outcome.spoken, post.taken) == ("later", False, [])


async def test_a_mail_goes_through_tls_to_a_server_that_we_trust_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = Authority(tmp_path)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(authority.sign("mail"))
    async with mail_server(tls) as post:
        strange = await hand_over(Server.of(post.url), MAIL.sender, MAIL.address, composed(MAIL))
        assert (strange.came, post.taken) == ("later", [])
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
        known = await hand_over(Server.of(post.url), MAIL.sender, MAIL.address, composed(MAIL))
    assert (known.came, post.secret, len(post.taken)) == ("taken", True, 1)


def test_what_travels_is_seven_bits_and_in_one_line_per_header() -> None:
    mail = composed(MAIL)
    assert mail.isascii()
    assert b"Message-ID: <1@gendan.example>\r\n" in mail
    assert b"Auto-Submitted: auto-generated\r\n" in mail


def test_a_subject_brings_no_header_of_its_own() -> None:
    from dataclasses import replace

    assert b"\nBcc:" not in composed(replace(MAIL, subject="a\r\nBcc: b@example.org", name="b\nBcc: c@example.org"))
    assert sending.WHOLE_S < 1800
