"""What a start needs of its environment: settings that are right, known, and lead to keys and a database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

import asyncpg
from joserfc.errors import JoseError

from chassis.environment import SettingsFault
from chassis.http.keys import Keys
from chassis.known_settings import insist_on_known_settings
from chassis.settings import Settings, settings_from_environment

ANSWER_LIMIT_S = 3.0


def checked_settings() -> Settings:
    """The service's settings; raises SettingsFault with every fault at once, each by its variable's name."""
    faults = [*_faults(insist_on_known_settings), *_faults(settings_from_environment)]
    settings = settings_from_environment() if not faults else None
    if settings:
        faults += [*_of_keys(settings), *asyncio.run(_of_database(settings))]
    if settings is None or faults:
        raise SettingsFault("\n".join(faults))
    return settings


def _faults(step: Callable[[], object]) -> Iterator[str]:
    try:
        step()
    except SettingsFault as fault:
        yield str(fault)


def _of_keys(settings: Settings) -> Iterator[str]:
    try:
        if settings.jwks_file:
            Keys.of_file(settings.jwks_file)
    except (OSError, ValueError, LookupError, TypeError, JoseError) as fault:
        expected = "setting JWKS_FILE: expected a file with public keys (RFC 7517)"
        yield f"{expected}; came {str(settings.jwks_file)!r}: {fault}"


async def _of_database(settings: Settings) -> list[str]:
    """A Kafka that is away is waited for, a database is not: what starts the process starts it again."""
    expected = "setting DATABASE_URL: expected a database that lets this department in"
    try:
        async with asyncio.timeout(ANSWER_LIMIT_S):
            connection = await asyncpg.connect(settings.database_url)
        await connection.close()
    except (asyncpg.PostgresError, OSError) as fault:
        return [f"{expected}; {str(fault) or 'nobody answered'}"]
    except ValueError:
        return [f"{expected}; what came is not shown"]
    return []
