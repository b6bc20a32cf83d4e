"""What a service does for its own house: say how much waits, and forget what is old."""

from __future__ import annotations

import asyncpg

from chassis.telemetry import metrics

GAUGES_EVERY_S = 5.0
FORGET_EVERY_S = 3_600.0
FORGET_ROWS = 10_000
"""In one statement, so that none holds locks for long; as many statements as it takes."""

WAITING = """
SELECT (SELECT count(*) FROM outbox) AS unsent,
       coalesce((SELECT extract(epoch FROM now() - min(recorded_at)) FROM outbox), 0)::float AS oldest_s,
       (SELECT extract(epoch FROM now() - kept_until) FROM backup)::float AS unkept_s
"""
PARKED = "SELECT why, count(*) AS messages FROM parked GROUP BY why"
FORGET = {
    "answer": "answered_at < now() - interval '30 days'",
    "fact": "recorded_at < now() - interval '35 days'",
    "inbox": """heard_at < now() - interval '35 days' AND (sequence IS NULL OR EXISTS (
        SELECT FROM inbox newer
        WHERE newer.topic = old.topic AND newer.key = old.key AND newer.sequence > old.sequence))""",
}
"""Of each (topic, key) the newest that has a number stays: a repeat or a hole after it is still seen."""


async def show_gauges(pool: asyncpg.Pool, department: str) -> None:
    """Outbox rows and age, the age of the newest backup, parked messages by reason, for ``/metrics`` (real time)."""
    (waiting,) = await pool.fetch(WAITING)
    metrics.OUTBOX_ROWS.labels(department).set(waiting["unsent"])
    metrics.OUTBOX_AGE_S.labels(department).set(waiting["oldest_s"])
    metrics.BACKUP_AGE_S.labels(department).set(waiting["unkept_s"])
    parked = {row["why"]: row["messages"] for row in await pool.fetch(PARKED)}
    for why in ("not_ready", "behind", "gap", "dead"):
        metrics.PARKED.labels(department, why).set(parked.get(why, 0))


async def forget_the_old(pool: asyncpg.Pool) -> None:
    """Answers after 30 days, facts and messages heard after 35 (real time)."""
    for table, old in FORGET.items():
        while await _forget_some(pool, table, old) == FORGET_ROWS:
            pass


async def _forget_some(pool: asyncpg.Pool, table: str, old: str) -> int:
    done = await pool.execute(
        f"DELETE FROM {table} WHERE ctid IN (SELECT ctid FROM {table} AS old WHERE {old} LIMIT {FORGET_ROWS})"
    )
    return int(done.removeprefix("DELETE "))
