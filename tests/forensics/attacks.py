"""Ways to name who wrote an unsigned text, for somebody who has the database, and perhaps its keys.

Whoever attacks knows this program: they can try out what it would keep of given words. Each attack names one
person for each text that was read in the end; where it knows nothing, it guesses.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise, permutations
from math import factorial
from random import Random
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.rounds.keeping import sealing
from bot.rounds.keeping.models import Round
from tests.forensics.lives import NOW, Life, as_reply, as_round
from tests.world import TEAM

Named = dict[str, str]  # who wrote what, as somebody says
Length = Callable[[tuple[str, ...]], int]  # how much is kept of these texts
Keys = dict[str, bytes]
IDENTITY = sealing.identity_of
_TOKEN = re.compile(rb"gAAAAA[\w-]{80,}={0,2}")


def by_growth(life: Life, kinds: Iterable[str], length: Length, chance: Random) -> Named:
    """Without keys: who did something, and how much longer what is sealed was after it."""
    acts = list(_acts(life))
    grown = [sum(len(r["sealed"]) for r in seen.replies if r["kind"] in kinds) for _, seen in acts]
    who = [person for person, _ in acts]
    for guess in _orders(life.told, chance):
        if all(length(guess[: n + 1]) == grown[n] for n in range(len(grown))):
            return dict(zip(who, guess, strict=True))
    return dict(zip(who, life.told, strict=True))


def by_length(life: Life, kind: str, length: Length, chance: Random) -> Named:
    """Without keys: how long each person's own was, beside how long what was read is."""
    there = {r["author_id"]: len(r["sealed"]) for r in life.seen[-1].replies if r["kind"] == kind}
    there |= {r["author_id"]: len(r["sealed"]) for s in life.seen for r in s.replies if r["kind"] == kind}
    who = [*there, *(person for person in life.truth if person not in there)]
    best = max(
        _orders(life.told, chance),
        key=lambda guess: sum(length((t,)) == there.get(p) for p, t in zip(who, guess, strict=False)),
    )
    return dict(zip(who, best, strict=False))


def by_order(life: Life, chance: Random) -> Named:
    """The first who did something wrote what stands first, and so on."""
    who = list(dict.fromkeys(person for person, _ in _acts(life)))
    return dict(zip(who, life.told, strict=False))


def by_place(life: Life) -> Named:
    """Who came late wrote what stands last."""
    return dict.fromkeys(life.truth, life.told[-1])


def with_keys(life: Life, keys: Keys, chance: Random) -> Named:
    """Every version of every row is there still, and so is every key that was not destroyed."""
    named: Named = {}
    opened = [_texts(life, seen.replies, keys) for seen in life.seen]
    for before, after, (person, _) in zip(opened, opened[1:], _acts(life), strict=False):
        for text in life.told:
            if text in after.get("", "") and text not in before.get("", ""):
                named[person] = text
    for texts in opened:
        for text in life.told:
            named |= {who: text for who, words in texts.items() if who and text in words}
    return _guessed(life, named, chance)


def keys_in(raw: bytes, encryption_key: str) -> Keys:
    """Every key that lies somewhere in these bytes, whole, whatever the database thinks of them."""
    found: Keys = {}
    for token in set(_TOKEN.findall(raw)):
        try:
            opened = Fernet(encryption_key).decrypt(token)
        except InvalidToken:
            continue
        found[opened[32:].decode()] = opened[:32]
    return found


def named(life: Life, guess: Named) -> int:
    return sum(guess.get(person) == text for person, text in life.truth.items())


def by_chance(people: int, matters: int, of: int = 5) -> int:
    """So many are named, at most, by 99.9 % of those who guess: `people` a matter, among `of` texts."""
    one = [_exactly(n, people, of) for n in range(people + 1)]
    sums = [1.0]
    for _ in range(matters):
        sums = [
            sum(sums[a] * one[n - a] for a in range(len(sums)) if 0 <= n - a < len(one))
            for n in range(len(sums) + len(one) - 1)
        ]
    total = 0.0
    for n, chance in enumerate(sums):
        total += chance
        if total >= 0.999:
            return n
    return len(sums)


def _exactly(n: int, people: int, of: int) -> float:
    """The chance that a guess without any knowledge names n right."""
    hits = [sum(p == q for p, q in enumerate(order[:people])) for order in permutations(range(of))]
    return hits.count(n) / factorial(of)


def _acts(life: Life) -> Iterator[tuple[str, object]]:
    for before, after in pairwise(life.seen):
        old, new = before.marks(), after.marks()
        changed = [person for person in new if new[person] != old.get(person)]
        if len(changed) == 1:
            yield changed[0], after


def _orders(told: list[str], chance: Random) -> list[tuple[str, ...]]:
    found = list(permutations(told))
    chance.shuffle(found)
    return found


def _texts(life: Life, rows: list[dict[str, object]], keys: Keys) -> dict[str, str]:
    """What could be opened, by author."""
    found: dict[str, str] = {}
    round_ = as_round(life.seen[0].rounds[0])
    for row in rows:
        reply = as_reply(row)
        opened = reply.sealed
        for owner in (getattr(reply, "under", ""), reply.owner):
            opened = _open(opened, keys.get(owner), IDENTITY(round_, reply)) if owner else opened
        if opened and opened != reply.sealed:
            text = opened.decode(errors="replace")
            with suppress(ValueError):
                text += json.dumps(json.loads(text.rstrip("\0")), ensure_ascii=False)
            found[reply.author_id] = found.get(reply.author_id, "") + text
    return found


@dataclass
class Sealed:
    """Seals as this program does, with a key in hand."""

    key: bytes

    def of(self, row: dict[str, Any], text: str) -> bytes:
        round_ = Round(TEAM, "r", "options", "matter", "", "", NOW)
        reply = as_reply({**row, "created_at": NOW})
        sealed = AESGCM(self.key).encrypt(b"\0" * 12, text.encode(), IDENTITY(round_, reply).encode())
        return b"\1" + b"\0" * 12 + sealed


def _open(sealed: bytes, key: bytes | None, identity: str) -> bytes:
    if key is None or not sealed:
        return b""
    try:
        return AESGCM(key).decrypt(sealed[1:13], sealed[13:], identity.encode())
    except InvalidTag:
        return b""


def _guessed(life: Life, named: Named, chance: Random) -> Named:
    left = [text for text in life.told if text not in named.values()]
    chance.shuffle(left)
    return named | dict(zip([who for who in life.truth if who not in named], left, strict=False))
