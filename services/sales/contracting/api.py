"""Sales contracts over HTTP (SAL-4, SAL-18)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Self
from uuid import UUID

from fastapi import Depends, Response
from pydantic import AfterValidator, BaseModel, Field, StringConstraints, model_validator

from chassis import clock
from chassis.handling import Reading
from chassis.http.asked import CurrencyNow, DayAhead
from chassis.http.download import Download
from chassis.http.identity import Person, allow
from chassis.http.page import FIRST, Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.papers.attached import Attachment
from chassis.papers.attaching import Attach, AttachFile, Attachments, as_it_came, attach, attachments_of
from chassis.refusal import NotFound
from contracts.order import Terms
from contracts.scalars import Code, Count, Country, Day, Reference, Share, Told
from contracts.texts import Expected, Word
from services.sales.contract import store
from services.sales.contract.paths import ContractId
from services.sales.contract.rules.document import Clause, Party, SalesContract, Side, Supplement
from services.sales.contract.view import ContractState, state_of
from services.sales.contracting import handlers
from services.sales.contracting.rules.asked import Accept, Amend, GiveUp, RecordContract, Sign, Terminate
from services.sales.order.paths import OFFICE, STAFF
from services.sales.order.rules.asked import Incoterm
from services.sales.policy import ClauseKind
from services.sales.staff.view import must_see

router = Router(prefix="/api/v1", tags=["contracts"])
Writer = Annotated[Person, Depends(allow(*STAFF, "legal"))]
Accepter = Annotated[Person, Depends(allow("sales manager", "general manager", "legal"))]
Signer = Annotated[Person, Depends(allow(*STAFF, "general manager", "legal"))]
Reader = Annotated[Person, Depends(allow(*STAFF, *OFFICE, "legal"))]
GUARANTORS_MAX = 10
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=8000)]
FACTS: Mapping[str, ClauseKind] = {
    "currency": "price",
    "incoterm": "price",
    "terms": "payment_terms",
    "penalty_share": "liability_for_breach",
    "law": "dispute_resolution",
}
"""Which clause each fact stands in."""


class AskedClause(BaseModel):
    """A clause in the words of the contract, with the facts that its review looks at."""

    kind: ClauseKind
    text: Words
    currency: Annotated[CurrencyNow | None, Field(examples=["USD"])] = None
    """Of a clause on the price."""
    incoterm: Incoterm | None = None
    """Of a clause on the price."""
    terms: Terms | None = None
    """Of a clause on payment."""
    penalty_share: Share | None = None
    """Of a clause on liability: the most that a breach costs, as a part of the price."""
    law: Country | None = None
    """Of a clause on disputes: the country by whose law they are decided."""

    @model_validator(mode="after")
    def _only_its_own(self) -> Self:
        for name, kind in FACTS.items():
            if kind != self.kind and getattr(self, name) is not None:
                raise Expected("{name} in a clause of the kind {kind} alone", name=name, kind=Word(kind))
        return self

    @property
    def clause(self) -> Clause:
        return Clause(**{**dict(self), "incoterm": self.incoterm or ""})


def _one_of_each(clauses: tuple[AskedClause, ...]) -> tuple[AskedClause, ...]:
    if any(count > 1 for count in Counter(one.kind for one in clauses).values()):
        raise Expected("one clause of each kind")
    return clauses


Clauses = Annotated[tuple[AskedClause, ...], AfterValidator(_one_of_each)]


def _signed(day: date) -> date:
    today = clock.today()
    if day > today:
        raise Expected("a date until {today} (today)", today=today)
    return day


SignedOn = Annotated[Day, AfterValidator(_signed)]
"""A contract may be older than its record."""


class RecordContractBody(BaseModel):
    """The text of a contract; the same reference twice is the same contract."""

    customer: Code
    reference: Reference
    seller: Reference
    """Our company, as the contract names it."""
    buyer: Reference
    guarantors: Annotated[tuple[Reference, ...], Field(max_length=GUARANTORS_MAX)] = ()
    """Who else signs."""
    clauses: Clauses
    """What is left out is found by the review."""
    valid_from: Day
    valid_until: Day
    """The last day of its term."""

    @property
    def parties(self) -> tuple[Party, ...]:
        sides: tuple[tuple[str, Side], ...] = ((self.seller, "seller"), (self.buyer, "buyer"))
        named = (*sides, *((name, "guarantor") for name in self.guarantors))
        return tuple(Party(name=name, side=side) for name, side in named)


class AskedSupplement(BaseModel):
    reference: Reference
    agreed_on: SignedOn

    @property
    def supplement(self) -> Supplement:
        return Supplement(**dict(self))


class AmendBody(BaseModel):
    """Clauses take the place of those of their kind; what is left out stays as it is."""

    clauses: Clauses = ()
    valid_until: Day | None = None
    supplement: AskedSupplement | None = None
    """The supplementary agreement that says so; what is in force is amended by one only."""
    expected_version: Count | None = None


class AcceptBody(BaseModel):
    """Why a clause is let be as it is."""

    clause: ClauseKind
    reason: Told
    expected_version: Count | None = None


class SignBody(BaseModel):
    """Who signed the newest version, for which of its parties."""

    party: Reference
    signed_by: Told
    signed_on: SignedOn
    expected_version: Count | None = None


class GiveUpBody(BaseModel):
    """Why it is not signed any more."""

    reason: Told
    expected_version: Count | None = None


class TerminateBody(BaseModel):
    """Which of its parties ends it, why, and the last day on which it holds."""

    party: Reference
    reason: Told
    last_day: DayAhead
    expected_version: Count | None = None


class Contracts(Page[ContractState]):
    """By the order in which they came; ``next`` is the cursor of the next page."""


@router.post("/contracts", response_model=ContractState)
async def record_contract(asked: RecordContractBody, db: Look, ask: Ask, by: Writer) -> Response:
    """The text of a contract with a customer; each clause that is missing or risky is a finding (SAL-4, SAL-18)."""
    await must_see(db, asked.customer)
    clauses = tuple(one.clause for one in asked.clauses)
    term = (asked.valid_from, asked.valid_until)
    body = RecordContract(asked.customer, asked.reference, asked.parties, clauses, *term, by.code)
    return await ask(handlers.record, body, key=f"contract {asked.customer}/{asked.reference}", by=by)


@router.post("/contracts/{contract_id}/amend", response_model=ContractState)
async def amend_contract(by: Writer, contract_id: ContractId, asked: AmendBody, ask: Ask) -> Response:
    """Other clauses or a longer term: a new version, which is reviewed and signed anew (SAL-4, SAL-18)."""
    clauses = tuple(one.clause for one in asked.clauses)
    supplement = asked.supplement.supplement if asked.supplement else None
    body = Amend(contract_id, clauses, asked.valid_until, supplement, asked.expected_version, by.code)
    return await ask(handlers.amend, body, key=str(contract_id), by=by)


@router.post("/contracts/{contract_id}/accept", response_model=ContractState)
async def accept_finding(by: Accepter, contract_id: ContractId, asked: AcceptBody, ask: Ask) -> Response:
    """Let a clause be that is missing or risky; some findings only legal accepts (SAL-4)."""
    told = (asked.clause, asked.reason, asked.expected_version)
    body = Accept(contract_id, *told, by.code, as_legal="legal" in by.roles)
    return await ask(handlers.accept, body, key=str(contract_id), by=by)


@router.post("/contracts/{contract_id}/sign", response_model=ContractState)
async def sign_contract(by: Signer, contract_id: ContractId, asked: SignBody, ask: Ask) -> Response:
    """A party signed the newest version; the last signature puts it in force (SAL-18)."""
    told = (asked.party, asked.signed_by, asked.signed_on, asked.expected_version)
    return await ask(handlers.sign, Sign(contract_id, *told, by.code), key=str(contract_id), by=by)


@router.post("/contracts/{contract_id}/give-up", response_model=ContractState)
async def give_contract_up(by: Writer, contract_id: ContractId, asked: GiveUpBody, ask: Ask) -> Response:
    """Give up what not all parties signed: a contract, or a supplement of one that holds, which goes on (SAL-18)."""
    body = GiveUp(contract_id, asked.reason, asked.expected_version, by.code)
    return await ask(handlers.give_up, body, key=str(contract_id), by=by)


@router.post("/contracts/{contract_id}/terminate", response_model=ContractState)
async def terminate_contract(by: Accepter, contract_id: ContractId, asked: TerminateBody, ask: Ask) -> Response:
    """A contract in force is ended before its day; who orders under it afterwards is told so (SAL-18)."""
    told = (asked.party, asked.reason, asked.last_day, asked.expected_version)
    return await ask(handlers.terminate, Terminate(contract_id, *told, by.code), key=str(contract_id), by=by)


@router.get("/contracts", response_model=Contracts)
async def list_contracts(
    db: Look, _: Reader, customer: Code | None = None, after: UUID = FIRST, limit: Limit = 100
) -> Contracts:
    """All of them, or a customer's."""
    page = await store.listed(db, customer, after, limit)
    return Contracts(items=tuple(state_of(one, clock.today()) for one in page.items), next=page.next)


@router.get("/contracts/{contract_id}", response_model=ContractState)
async def get_contract(_: Reader, contract_id: ContractId, db: Look) -> ContractState:
    """With its versions, the newest one last, and what was found in each."""
    return state_of(await _found(db, contract_id), clock.today())


@router.post("/contracts/{contract_id}/attachments", response_model=Attachment)
async def attach_to_contract(by: Writer, contract_id: ContractId, asked: AttachFile, db: Look, ask: Ask) -> Response:
    """Keep the contract's own paper, or a supplement's, with its record: a scan (JPEG, PNG) or a PDF (SAL-18)."""
    await _found(db, contract_id)
    return await ask(attach, Attach.of(contract_id, asked, by.code), key=str(contract_id), by=by)


@router.get("/contracts/{contract_id}/attachments", response_model=Attachments)
async def list_contract_attachments(
    _: Reader, contract_id: ContractId, db: Look, limit: Limit = 100, after: UUID | None = None
) -> Attachments:
    """One of them is at `/{attachment_id}` behind (SAL-18)."""
    await _found(db, contract_id)
    return await attachments_of(db, contract_id, after, limit)


@router.get("/contracts/{contract_id}/attachments/{attachment_id}", include_in_schema=False)
async def get_contract_attachment(
    _: Reader, contract_id: ContractId, attachment_id: UUID, db: Look, download: Download
) -> Response:
    """One of them, as it came (SAL-18)."""
    return await as_it_came(db, contract_id, attachment_id, download)


async def _found(db: Reading, contract_id: UUID) -> SalesContract:
    known = (await store.load(db, [contract_id])).get(contract_id)
    if known is None:
        raise NotFound(what="contract", id=contract_id)
    return known
