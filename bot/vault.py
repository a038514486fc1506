"""Seals and unseals a text with the identity of its row; keeps the keys that do it.

AES-256-GCM with the row's identity as associated data, so that a sealed text copied to another row does
not open. Each owner (a person, a pair, a round, a channel) has a key of their own, wrapped by
ENCRYPTION_KEYS; destroying it makes every text under it unreadable, in backups too.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterable
from contextlib import suppress

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import (
    Column,
    Connection,
    LargeBinary,
    MetaData,
    String,
    Table,
    bindparam,
    delete,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert

metadata = MetaData()
keys = Table(
    "keys",
    metadata,
    Column("owner", String(200), primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
)

Opener = Callable[[bytes, str], bytes]  # (sealed, identity) to the text, as UTF-8

PROOF = "proof"  # the owner of a key that seals nothing

_VERSION = b"\x01"
_NONCE = 12  # bytes, as NIST SP 800-38D advises for GCM

_FIND_ALL = select(keys).where(keys.c.owner.in_(bindparam("owners", expanding=True)))
_FIND = select(keys.c.wrapped).where(keys.c.owner == bindparam("owner"))
# ON CONFLICT reads the same in SQLite and PostgreSQL.
_ADD = upsert(keys).on_conflict_do_nothing().returning(keys.c.owner)
_WRITE = update(keys).where(keys.c.owner == PROOF).values(wrapped=keys.c.wrapped)
_FORGET = delete(keys).where(keys.c.owner == bindparam("gone"))


class Gone(Exception):  # noqa: N818 - not a fault: its owner was forgotten
    """The key is gone: its owner was forgotten, and so is what they wrote."""


class WrongKeys(Exception):  # noqa: N818
    """ENCRYPTION_KEYS do not open what is stored here."""


class Vault:
    """Seals texts; `encryption_keys` are Fernet keys, the newest first (ValueError if one is malformed).

    `named`: what each can be called where it must not be said.
    """

    def __init__(self, encryption_keys: list[str]) -> None:
        self._each = [Fernet(key) for key in encryption_keys]
        self._wrapping = MultiFernet(self._each)
        self.named = [hashlib.sha256(key.encode()).hexdigest()[:8] for key in encryption_keys]
        self._coding = [hmac.digest(key.encode(), b"a row is ours", "sha256") for key in encryption_keys]
        self._covering = [
            hmac.digest(key.encode(), b"what a row covers", "sha256") for key in encryption_keys
        ]
        self._uncovering = [_opener(key) for key in self._covering]

    def seal(self, db: Connection, owner: str, text: str | bytes, identity: str) -> bytes:
        """The text, sealed under the owner's key (made on first use) and bound to `identity`."""
        plain = text.encode() if isinstance(text, str) else text
        return _sealed(AESGCM(self._key(db, owner, make=True)), plain, identity)

    def unseal(self, db: Connection, owner: str, sealed: bytes, identity: str) -> str:
        """The text again; raises Gone if the key was destroyed, WrongKeys if the seal does not fit."""
        return self.opener(db, owner)(sealed, identity).decode()

    def opener(self, db: Connection, owner: str) -> Opener:
        """What unseals many texts of one owner, as UTF-8; the key is fetched once. Raises as `unseal`."""
        return _opener(self._key(db, owner))

    def openers(self, db: Connection, owners: Iterable[str]) -> dict[str, Opener]:
        """The same for many owners, with one statement; whoever was forgotten has none."""
        found = db.execute(_FIND_ALL, {"owners": list(owners)})
        return {row.owner: self._opens(row.owner, row.wrapped) for row in found}

    def code(self, said: str) -> bytes:
        """What nobody without ENCRYPTION_KEYS can write beside it: that it is ours (HMAC, SHA-256)."""
        return hmac.digest(self._coding[0], said.encode(), "sha256")

    def is_ours(self, code: bytes | None, said: str) -> bool:
        """Whether that is its code, by any of the keys."""
        return self.coded_by(code, said) is not None

    def coded_by(self, code: bytes | None, said: str) -> int | None:
        """Which of the keys made that code, the newest being 0; None for: none of them."""
        made = (hmac.digest(key, said.encode(), "sha256") for key in self._coding)
        return next((n for n, one in enumerate(made) if hmac.compare_digest(code or b"", one)), None)

    def cover(self, said: str, identity: str) -> bytes:
        """What nobody without ENCRYPTION_KEYS reads, bound to `identity`: it takes no key of anybody's."""
        return _sealed(AESGCM(self._covering[0]), said.encode(), identity)

    def uncover(self, covered: bytes, identity: str) -> str:
        """That again; raises WrongKeys where none of the keys opens it as that."""
        for opens in self._uncovering:
            with suppress(WrongKeys):
                return opens(covered, identity).decode()
        raise WrongKeys("what a row covers does not open")

    def covered_by(self, covered: bytes, identity: str) -> int | None:
        """Which of the keys opens it, the newest being 0; None for: none of them."""
        for number, opens in enumerate(self._uncovering):
            with suppress(WrongKeys):
                opens(covered, identity)
                return number
        return None

    def wrapped_by(self, owner: str, wrapped: bytes) -> int | None:
        """Which of the keys opens that key; None for: none of them, or it is another owner's."""
        for number, one in enumerate(self._each):  # a token does not say whose it is
            with suppress(InvalidToken):
                return number if one.decrypt(wrapped)[32:] == owner.encode() else None
        return None

    def wrap_anew(self, wrapped: bytes) -> bytes:
        """The same key, wrapped with the newest; InvalidToken where none opens it."""
        return self._wrapping.rotate(wrapped)

    def mark(self, db: Connection, owner: str, said: str) -> str:
        """The same mark (64 characters) for the same thing, under the owner's key; "" where there is none."""
        try:
            return hmac.new(self._key(db, owner), said.encode(), "sha256").hexdigest()
        except Gone:
            return ""

    def marks(self, db: Connection, owner: str, said: Iterable[str]) -> dict[str, str]:
        """The same of many things, each by its mark; the key is made on first use."""
        key = self._key(db, owner, make=True)
        return {hmac.new(key, one.encode(), "sha256").hexdigest(): one for one in said}

    def forget(self, db: Connection, owner: str) -> None:
        """Destroy the owner's key: what they wrote is unreadable from now on."""
        db.execute(_FORGET, {"gone": owner})

    def prove(self, db: Connection) -> None:
        """Raise WrongKeys unless these keys open a key that was put here the first time.

        It speaks for all: it is the last that is wrapped anew.
        """
        self._key(db, PROOF, make=True)

    def prove_anew(self, db: Connection) -> None:
        """The same, once that key was written again as it is: where nothing can be written, that raises."""
        db.execute(_WRITE)
        self.prove(db)

    def _key(self, db: Connection, owner: str, *, make: bool = False) -> bytes:
        wrapped = db.execute(_FIND, {"owner": owner}).scalar()
        if wrapped is None and make:
            fresh = secrets.token_bytes(32)
            row = {"owner": owner, "wrapped": self._wrapping.encrypt(fresh + owner.encode())}
            if db.execute(_ADD, row).first():
                return fresh
            wrapped = db.execute(_FIND, {"owner": owner}).scalar()  # somebody was faster
        if wrapped is None:
            raise Gone(owner)
        return self._unwrap(owner, wrapped)

    def _opens(self, owner: str, wrapped: bytes) -> Opener:
        """Where this one key was changed, it is only what it should open that does not open."""
        try:
            return _opener(self._unwrap(owner, wrapped))
        except WrongKeys:
            return _never

    def _unwrap(self, owner: str, wrapped: bytes) -> bytes:
        try:
            opened = self._wrapping.decrypt(wrapped)
        except InvalidToken:
            raise WrongKeys("ENCRYPTION_KEYS do not open the keys kept here") from None
        if opened[32:] != owner.encode():
            raise WrongKeys("a key was moved to another owner")
        return opened[:32]


def _never(_: bytes, __: str) -> bytes:
    raise WrongKeys("a key does not open")


def opens(opener: Opener, sealed: bytes, identity: str) -> bool:
    """Whether it is sealed with that key, as that."""
    try:
        opener(sealed, identity)
    except WrongKeys:
        return False
    return True


def _sealed(key: AESGCM, plain: bytes, identity: str) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return _VERSION + nonce + key.encrypt(nonce, plain, identity.encode())


def _opener(key: bytes) -> Opener:
    cipher = AESGCM(key)

    def unseal(sealed: bytes, identity: str) -> bytes:
        version, nonce, body = sealed[:1], sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
        try:
            if version != _VERSION or len(nonce) < _NONCE:
                raise InvalidTag
            return cipher.decrypt(nonce, body, identity.encode())
        except InvalidTag:
            raise WrongKeys("a sealed text does not belong to its row") from None

    return unseal
