"""A person's views in the database; nobody else reads or writes them."""

from __future__ import annotations

from dataclasses import dataclass

from chassis.handling import Db, Reading

VIEWS_MAX = 50
OF = "SELECT name, path, query FROM saved_view WHERE person = $1 ORDER BY name"
KEEP = f"""
INSERT INTO saved_view (person, name, path, query)
SELECT $1, $2, $3, $4
WHERE (SELECT count(*) FROM saved_view WHERE person = $1 AND name <> $2) < {VIEWS_MAX}
ON CONFLICT (person, name) DO UPDATE SET path = EXCLUDED.path, query = EXCLUDED.query
"""
DROP = "DELETE FROM saved_view WHERE person = $1 AND name = $2"


@dataclass(frozen=True)
class View:
    """A named filter; its address can be given to others, for whom it shows what they may see."""

    name: str
    path: str
    query: str

    @property
    def url(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path


async def views_of(db: Reading, person: str) -> list[View]:
    """By name."""
    return [View(**row) for row in await db.fetch(OF, person)]


async def keep(db: Db, person: str, view: View) -> bool:
    """In the place of one of the same name; beyond fifty nothing is kept: whether it was."""
    done: str = await db.execute(KEEP, person, view.name, view.path, view.query)
    return done != "INSERT 0 0"


async def drop(db: Db, person: str, name: str) -> None:
    await db.execute(DROP, person, name)
