"""What paths name a trial by."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from chassis.http.named import named
from services.sales.trial import store

TrialId = Annotated[UUID, named("trial", "trial_id", store.numbered)]
"""A trial by its id, or as TR-2026-000123."""
