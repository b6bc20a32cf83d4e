"""What a mail server reports of a mail that it took, a delivery status notification as Postfix has it (RFC 3464)."""

FAILED = (
    "Action: failed",
    "Status: 5.1.1",
    "Diagnostic-Code: smtp; 550 5.1.1 <maria@example.org>:",
    "    User unknown",
)


def notification(message_id: str, *block: str, nth: int = 1, given_back: str = "", beside: str = "") -> bytes:
    """As Postfix writes it."""
    back = (
        given_back or f"Content-Type: text/rfc822-headers\n\nFrom: sales@gendan.example\nMessage-ID: <{message_id}>\n"
    )
    return f"""From: MAILER-DAEMON@mx.example.org
To: sales@gendan.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce-{nth}@mx.example.org>
{beside}MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
Arrival-Date: Mon, 30 Nov 2026 09:00:00 +0000

Final-Recipient: rfc822; maria@example.org
{chr(10).join(block or FAILED)}
Remote-MTA: dns; in.example.org

--B
{back}
--B--
""".encode()
