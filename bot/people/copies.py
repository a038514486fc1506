"""Who may fetch a file of their own: by a link that works once, or a code that a file is sealed with.

Of a link only a digest is kept, of a code only the key that follows from it, sealed under that person's own.
"""

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Column, Index, LargeBinary, String, Table, bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from bot import owners
from bot.store import Db, Moment, metadata
from bot.vault import Gone, WrongKeys

copies = Table(
    "copies",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("person_id", String(32), nullable=False),
    Column("until", Moment, nullable=False),
    Column("sealed", LargeBinary),
    Index("copies_person", "team", "person_id"),
)

LINK_FOR = timedelta(minutes=10)
CODE_FOR = timedelta(days=7)
ITERATIONS = 600_000  # of PBKDF2 with SHA-256, as OWASP advises; the code itself has a hundred bits
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that looks like another
_LENGTH = 20

_OLD = delete(copies).where(copies.c.until <= bindparam("now"))
_THEIRS = (copies.c.team == bindparam("of_team"), copies.c.person_id == bindparam("of_person"))
_ADD = insert(copies)
_TAKE = (
    delete(copies)
    .where(copies.c.digest == bindparam("of_digest"), copies.c.sealed.is_(None))
    .where(copies.c.until > bindparam("now"))
    .returning(copies.c.team, copies.c.person_id)
)
_DROP = delete(copies).where(*_THEIRS)
_NO_CODE = delete(copies).where(*_THEIRS, copies.c.sealed.is_not(None))
_CODES = select(copies).where(copies.c.sealed.is_not(None))
_CODED = select(copies.c.digest, copies.c.sealed).where(
    *_THEIRS, copies.c.sealed.is_not(None), copies.c.until > bindparam("now")
)


def link(db: Db, team: str, person_id: str, name: str = "") -> str:
    """What a link of theirs ends in: 256 random bits, for ten minutes by the machine's time.

    `name`: which file it leads to, and to no other ("" for all their words).
    """
    token = secrets.token_urlsafe(32)
    _keep(db, _digest(f"{name}{token}"), team, person_id, LINK_FOR, None)
    return token


def take(db: Db, token: str, name: str = "") -> tuple[str, str] | None:
    """(team, person) whose link to that file it is, once; None for no link, one that is over, or was used."""
    row = db.execute(_TAKE, {"of_digest": _digest(f"{name}{token}"), "now": db.machine_now()}).first()
    return None if row is None else (row.team, row.person_id)


@dataclass(frozen=True, repr=False)
class Code:
    """Twenty letters that somebody keeps, and what a file is sealed with so that they open it."""

    letters: str
    salt: bytes
    key: bytes

    @property
    def spelt(self) -> str:
        """As it is read: five letters at a time."""
        return "-".join(self.letters[at : at + 5] for at in range(0, _LENGTH, 5))


def new_code() -> Code:
    """Made by chance. It takes a moment: not within a transaction."""
    letters, salt = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)), secrets.token_bytes(16)
    return Code(letters, salt, hashlib.pbkdf2_hmac("sha256", letters.encode(), salt, ITERATIONS))


def keep_code(db: Db, team: str, person_id: str, code: Code) -> None:
    """In the place of the one they had: a file can be sealed with it for a week."""
    drop_code(db, team, person_id)
    digest = _digest(secrets.token_urlsafe(32))  # not the code's: from that it might be tried out
    text = (code.salt + code.key).hex()
    sealed = db.seal(owners.person(team, person_id), text, _identity(team, person_id, digest))
    _keep(db, digest, team, person_id, CODE_FOR, sealed)


def drop_code(db: Db, team: str, person_id: str) -> None:
    """Nothing can be sealed with it any more."""
    db.execute(_NO_CODE, {"of_team": team, "of_person": person_id})


def drop(db: Db, team: str, person_id: str) -> None:
    """Whoever is forgotten fetches nothing any more."""
    db.execute(_DROP, {"of_team": team, "of_person": person_id})


def sealing_key(db: Db, team: str, person_id: str) -> tuple[bytes, bytes] | None:
    """(salt, key) that follow from their code; None where they have none, it is over, or was forgotten."""
    row = db.execute(_CODED, {"of_team": team, "of_person": person_id, "now": db.machine_now()}).first()
    if row is None:
        return None
    owner, identity = owners.person(team, person_id), _identity(team, person_id, row.digest)
    try:
        kept = db.unseal(owner, row.sealed, identity)
    except (Gone, WrongKeys):
        return None
    return bytes.fromhex(kept[:32]), bytes.fromhex(kept[32:])  # the salt has sixteen bytes


def held(db: Db) -> Iterator[tuple[tuple[str, ...], bytes, str]]:
    """What is kept of each code: under which key, what is sealed, and as what."""
    for row in db.execute(_CODES).all():
        owner = owners.person(row.team, row.person_id)
        yield (owner,), row.sealed, _identity(row.team, row.person_id, row.digest)


def _keep(db: Db, digest: str, team: str, person_id: str, length: timedelta, sealed: bytes | None) -> None:
    now = db.machine_now()
    db.execute(_OLD, {"now": now})
    row = {"digest": digest, "team": team, "person_id": person_id, "until": now + length, "sealed": sealed}
    db.execute(_ADD, row)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _identity(team: str, person_id: str, digest: str) -> str:
    return f"v1|{team}|copies|{person_id}|{digest}"
