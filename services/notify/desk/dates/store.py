"""Key dates in what notify knows of orders and promises, and the links by which calendars read them (NOT-5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID, uuid5

from chassis import clock
from chassis.handling import Db, Reading
from contracts.catalogue import EVENTS
from contracts.logistics import CreditAmended, CreditCompared, CreditReceived
from services.notify.desk.choices import Language
from services.notify.desk.dates.view import CREDIT_EXPIRES, LATEST_SHIPMENT, PROMISED, KeyDate

ORDERS_MAX = 1_000
DATED = sorted({
    (event.topic, " or ".join(promise.of))
    for event in EVENTS.values() for promise in event.then if promise.within.until and event.said_by != "notify"
})  # fmt: skip
"""Promises that are due on a day which their event names: a payment, a presentation, a sample's verdict."""
CREDITS = (CreditReceived.topic, CreditAmended.topic, CreditCompared.topic)
"""Of them the story has an index of its own."""
HIS = f"""
SELECT order_id, coalesce(number, order_id::text) AS number, coalesce(customer, '') AS customer, promised, dispatched
FROM board WHERE merchandiser = ANY($1::text[]) AND state = 'open' ORDER BY promised, order_id LIMIT {ORDERS_MAX}
"""
# A limit that ends with a day ends at the midnight after it. OFFSET 0: looked up per order, by key.
OF_ORDERS = """
SELECT p.* FROM unnest($1::uuid[]) o(order_id) CROSS JOIN LATERAL (
    SELECT key AS id, order_id, topics[1] AS what, reason, owner,
        ((due - interval '1 microsecond') AT TIME ZONE $4)::date AS day
    FROM open_promise WHERE order_id = o.order_id AND NOT asleep AND (cause, awaits) IN (
        SELECT * FROM unnest($5::text[], $6::text[])) OFFSET 0
) p WHERE p.day BETWEEN $2 AND $3
"""
OF_DOCUMENTS = """
SELECT p.key AS id, p.number, p.customer, p.topics[1] AS what, p.reason, p.owner, p.day
FROM answers_for a CROSS JOIN LATERAL (
    SELECT *, ((due - interval '1 microsecond') AT TIME ZONE $4)::date AS day
    FROM promise WHERE customer = a.customer AND open AND order_id IS NULL OFFSET 0
) p WHERE a.merchandiser = ANY($1::text[]) AND p.day BETWEEN $2 AND $3
"""
OF_CREDITS = f"""
SELECT o.order_id, e.latest_shipment, e.expires_on FROM unnest($1::uuid[]) o(order_id) CROSS JOIN LATERAL (
    SELECT (facts ->> 'latest_shipment')::date AS latest_shipment, (facts ->> 'expires_on')::date AS expires_on
    FROM order_event WHERE order_id = o.order_id AND topic IN {CREDITS}
    ORDER BY (facts ->> 'version')::int DESC, id DESC LIMIT 1
) e
"""
KEEP_LINK = """
INSERT INTO calendar_link (person, token_sha256, roles, language, made_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (person) DO UPDATE SET token_sha256 = EXCLUDED.token_sha256, roles = EXCLUDED.roles,
    language = EXCLUDED.language, made_at = EXCLUDED.made_at
"""
END_LINK = "DELETE FROM calendar_link WHERE person = $1"
MADE = "SELECT made_at FROM calendar_link WHERE person = $1"
READER = """
SELECT l.person AS code, coalesce(p.roles, l.roles) AS roles, l.language
FROM calendar_link l LEFT JOIN person p USING (person)
WHERE l.token_sha256 = $1 AND coalesce(p.active, true)
"""
"""Of who left nobody reads; what the staff's list says he is holds before what he was when he made the link."""


@dataclass(frozen=True)
class Reader:
    """Whose calendar asks."""

    code: str
    roles: tuple[Any, ...]
    language: Language


async def orders(db: Reading, people: Sequence[str]) -> dict[UUID, dict[str, Any]]:
    """The open orders of these persons, by what is promised first; at most a thousand."""
    return {row["order_id"]: dict(row) for row in await db.fetch(HIS, people)}


async def of_orders(db: Reading, his: dict[UUID, dict[str, Any]], first: date, last: date) -> list[KeyDate]:
    """What is promised, what is awaited by a day, and what their letters of credit say."""
    ids, zone = list(his), clock.zone().key
    causes, awaited = [one[0] for one in DATED], [one[1] for one in DATED]
    rows = await db.fetch(OF_ORDERS, ids, first, last, zone, causes, awaited)
    found = [KeyDate(**{**dict(row), **_names(his[row["order_id"]])}) for row in rows]
    found += [of_order(order, PROMISED, order["promised"]) for order in his.values() if order["promised"]]
    for row in await db.fetch(OF_CREDITS, ids):
        order = his[row["order_id"]]
        if row["latest_shipment"] and not order["dispatched"]:
            found.append(of_order(order, LATEST_SHIPMENT, row["latest_shipment"]))
        if row["expires_on"]:
            found.append(of_order(order, CREDIT_EXPIRES, row["expires_on"]))
    return [one for one in found if first <= one.day <= last]


def of_order(order: Mapping[str, Any], what: str, day: date) -> KeyDate:
    """A day that no promise has; of one order there is one such."""
    about = order["order_id"]
    return KeyDate(uuid5(about, what), day, what=what, order_id=about, **_names(order))


def _names(order: Mapping[str, Any]) -> dict[str, str]:
    return {"number": order["number"], "customer": order["customer"]}


async def of_documents(db: Reading, people: Sequence[str], first: date, last: date) -> list[KeyDate]:
    """What waits of documents about no order, of the customers for whom these persons answer."""
    return [KeyDate(**row) for row in await db.fetch(OF_DOCUMENTS, people, first, last, clock.zone().key)]


async def keep_link(db: Db, reader: Reader, token_sha256: str, now: datetime) -> None:
    """In the place of the one before, which opens nothing any more."""
    await db.execute(KEEP_LINK, reader.code, token_sha256, list(reader.roles), reader.language, now)


async def end_link(db: Db, person: str) -> None:
    await db.execute(END_LINK, person)


async def made_at(db: Reading, person: str) -> datetime | None:
    """When his link was made, if he has one."""
    return cast(datetime | None, await db.fetchval(MADE, person))


async def reader(db: Reading, token_sha256: str) -> Reader | None:
    row = await db.fetchrow(READER, token_sha256)
    return Reader(row["code"], tuple(row["roles"]), row["language"]) if row else None
