"""Why a department says no, or waits: one line for each code, for whichever department shows it (SAL-5, ALL-5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from contracts.review import REVIEWERS, Reason
from contracts.texts import Text, as_it_is, plain

LINES: Mapping[str, str] = {
    "short": "{quantity} of {item} must be bought",
    "on_order": "{quantity} of {item} are on order",
    "discontinued": "{item} is discontinued[; {left} are free or on order]",
    "nobody_sells": "no supplier offers {item}",
    "supplier_full": "{supplier} delivers {weekly} of {item} in a week[: all of it could be here by {on}]",
    "made_by": "our own shop could make {quantity} of {item} on line {line} by {on}",
    "material_by": "material for {item} could be here by: {materials}",
    "material_lacks": "nobody sells {material}, of which {item} is made: it must lie on the shelf",
    "no_bill": "no bill of materials says of what {item} is made",
    "no_line": "no line in use makes {item}",
    "lines_full": "{minutes} minutes for {item} are not free within two years on {lines}",
    "all_declined": "every supplier of {item} declined, or his price was refused",
    "below_least": "{lacks} of {item} is less than {supplier} sells at his price, {least}",
    "no_room_alone": "no supplier alone has room for {lacks} of {item} in time: {shares}",
    "ordered_late": "it had to be ordered by {latest} for the dates that were promised",
    "price_ended": "{supplier} sold {item} at his price until {valid_until}",
    "no_route": "no carrier has a rate to {country}[ but {suspended}, who is suspended][ but {lapsed}, whose review was"
    " due on {since}]",
    "cheapest_in_time": "{mode} with {carrier} is the cheapest of {offers} offers ({modes})[ for arrival by {by}][;"
    " no second mode is offered beside {only}][; {suspended} is suspended][; the review of {lapsed} was due on"
    " {since}][; {unreliable} is on time too seldom][; {held_up} holds it up for {held_days} days]",
    "fastest_but_late": "{mode} with {carrier} is the fastest, though late, of {offers} offers ({modes})"
    "[ for arrival by {by}][; no second mode is offered beside {only}][; {suspended} is suspended]"
    "[; the review of {lapsed} was due on {since}][; {held_up} holds it up for {held_days} days]",
    "on_tour": "{vehicle} brings it on tour {tour}",
    "by_sea_only": "{term} is for transport by sea alone; by {mode} it should be {instead}",
    "credit_held": "{customer} is held[: {reason}]",
    "long_overdue": "an invoice is unpaid {days} days past its due date[: {invoices}]",
    "raised_above_limit": "order {number} was changed to {value}: {owed} owed and ordered > limit {limit}",
    "raised_in_other_currency": "order {number} was changed to {value}: a person must compare {owed} owed and ordered"
    " with the limit {limit}",
    "customer_inactive": "{customer} is not active",
    "other_currency": "[the order is in {order}][{owed} owed and ordered], limit in {limit}: a person compares them",
    "no_credit": "{customer} has no credit: only a full advance",
    "credit_by_hand": "a person reviews the credit of each order",
    "above_limit": "{owed} owed and ordered + {asked} > limit {limit}",
    "order_cancelled": "the order was cancelled",
    "order_changed": "the order is at version {version}",
    "not_needed": "no longer needed",
    "not_needed_agreed": "no longer needed; the supplier agrees",
    "billed_above_received": "{billed} of {item} billed, {received} received: {by} too many",
    "billed_above_ordered": "{billed} of {item} billed, {ordered} ordered: {by} too many",
    "billed_above_price": "{item} is billed {percent} % above the ordered price",
    "billed_tax_odd": "the tax of {item} is by no rate that the company takes",
    "lc_latest_after_expiry": "44C: the latest shipment {latest} is after the expiry {expiry}",
    "lc_period_after_expiry": "44D: shipment begins on {first}, after the expiry {expiry}",
    "lc_period_ends_late": "44D: shipment may be until {last}, after the expiry {expiry}",
    "lc_two_periods": "44C, 44D: a latest day and a period of shipment are told",
    "lc_issued_late": "{tag}: {day} is before the issue {issued}",
    "lc_two_limits": "39A, 39B: a tolerance and a maximum are told",
    "lc_nothing": "32B: the amount is 0",
    "lc_two_payments": "42C, 42P: drafts and payment without drafts are told",
    "lc_no_drawee": "42a: drafts are asked for, and nobody on whom to draw them",
    "lc_no_tenor": "42C: acceptance needs a draft with its tenor",
    "lc_no_payment": "42P: it is not told when is paid",
    "lc_revocable": "40A: the credit is not irrevocable: {form}",
    "lc_other_rules": "40E: the credit is not under UCP 600: {rules}",
    "lc_other_currency": "32B: the credit is in {credit}, the order in {order}",
    "lc_too_little": "32B: the order comes to {value}, the credit pays at most {most}",
    "lc_no_parts": "43P: the customer takes partial shipments, his credit forbids them",
    "lc_other_term": "45A: the credit says {credit}, the order {order}",
    "lc_expired": "31D: the credit expired on {expiry}",
    "lc_leaves_late": "44C: the goods are to leave by {planned}, the latest shipment is {latest}",
    "lc_leaves_expired": "31D: the goods are to leave by {planned}, the credit expires on {expiry}",
    "lc_short": "31D: {days} days are left to present documents of goods that leave by {planned}[; expiry {expiry}]",
    "lc_notice_late": "its notice came on {day}, the last day was {last} (UCP 600 art. 16 d)",
    "lc_notice_empty": "its notice names no discrepancy (UCP 600 art. 16 c)",
    "lc_notice_silent": "its notice does not say what becomes of the documents (UCP 600 art. 16 c)",
    "lc_cancelled": "the letter of credit was cancelled",
    "no_date": "no delivery date can be computed from the reviews",
    "below_list": "line {line}: {item} at {price} is below the list price {listed}",
    "above_list": "line {line}: {item} at {price} is above the list price {listed}",
    "later_than_wanted": "it can be there by {promised}, wanted is {wanted}",
    **{f"{reviewer}_says_no": f"{reviewer}: no" for reviewer in REVIEWERS},
}
"""What a person writes has a code without a line."""


def because(code: str, **told: Any) -> Reason:
    """The reason of this code; raises KeyError for one without a line, or without an argument that it needs."""
    return Reason(
        code=code,
        text=str(Text(LINES[code], **told)),
        told={name: plain(value) for name, value in told.items() if value not in (None, "")},
    )


def by_hand(text: str) -> Reason:
    """What a person wrote."""
    return Reason(code="by_hand", text=text)


def in_english(reasons: Iterable[Reason]) -> str:
    """For readers of an event that know no codes."""
    return "; ".join(reason.text for reason in reasons)


def text_of_all(reasons: Iterable[Reason]) -> Text:
    """What they say together."""
    return Text("{reasons}", reasons=tuple(map(text_of, reasons)))


def text_of(reason: Reason) -> Text:
    """What it says, for whoever reads it; what a person wrote, or an older release, as it is."""
    with suppress(KeyError):
        text = Text(LINES[reason.code], **reason.told)
        if str(text) == reason.text:
            return text
    return as_it_is(reason.text)
