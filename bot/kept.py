"""What is kept: what each column of each table is; and of each thing whose it is, how long, and who reads it.

README and the page *What is kept* are drawn from here; how long is each practice's own figure, or a setting.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bot.rounds.feature import ALONGSIDE, Feature, kinds_of
from bot.rounds.time.notices import KEPT as NOTICED
from bot.words import Markup, Words

words = Words("kept")


@dataclass(frozen=True)
class Columns:
    """The columns of a table, by what they are: names, one after the other.

    `sealed`: nobody opens or makes it without the keys. `plain`: what stands there to be read by whoever has
    the database, each with the reason why that says nothing of what somebody wrote.
    """

    ids: str
    times: str = ""
    counts: str = ""
    sealed: str = ""
    plain: Mapping[str, str] = field(default_factory=dict)

    @property
    def every(self) -> list[str]:
        """All of them, each as often as it is said."""
        said = (self.ids, self.times, self.counts, self.sealed)
        return [*(name for names in said for name in names.split()), *self.plain]


_BEFORE = "what was written until an hour after the upgrade to this version: it is sealed then"
TABLES: Mapping[str, Columns] = {
    "people": Columns(
        ids="team id dm",
        times="back_at fresh_until idle_since",
        sealed="words brings",
        plain={
            "name": "as Slack shows it to everybody there",
            "zone": "their hours are kept by it",
            "kind": "what a version before wrote in the place of `brings`, while both ran",
            "words_shown": "whether others may read what they say of themselves",
            "fewer": "whether they asked for fewer reminders",
            "hushed": "whether what notifies them names no question",
            "as_typed": "whether their questions are left as they are",
            "away_shown": "whether others may read that they are away",
            "facts": "what practices remember of them beside: settings, ids and moments",
            "deleted": "whether their account has ended",
        },
    ),
    "pairs": Columns(ids="team id channel_id", times="created_at"),
    "pair_members": Columns(ids="team pair_id person_id", times="left_at"),
    "rounds": Columns(
        ids="team id host_id subject_id channel_id waits_for",
        times="created_at since wakes_at ends_at show_at over_since",
        counts="version failures turn",
        sealed="code sealed",
        plain={
            "feature": "which practice it is",
            "kind": "which kind of round",
            "status": "whether it goes on, rests, or is over",
            "step": "how far it is",
            "paused_by": _BEFORE,
            "facts": f"whether a rhythm rests; all else is {_BEFORE}",
            "unshown": "whether Slack has still to be told of it",
        },
    ),
    "seats": Columns(
        ids="team round_id person_id",
        times="since due_at tell_at told_at knows_at left_at",
        counts="place nudges",
        sealed="code sealed",
        plain={
            "step": _BEFORE,
            "facts": _BEFORE,
            "rang": "the name of what rang for them last: it can say that somebody else paused, or said no",
            "notice": "the name of what waits to be said to them",
            "word": "what kind of word that is",
            "gathered": "the name of what stands in their own message",
            "told": "the name of what Slack took last",
        },
    ),
    "replies": Columns(
        ids="team round_id id author_id about",
        times="created_at withdrawn_at",
        sealed="sealed",
        plain={
            "kind": "what it is, so that its seal says it too",
            "owner": "the name of the key that opens it",
            "under": "the name of a second key, of that text alone",
        },
    ),
    "cards": Columns(
        ids="team id round_id key place channel ts",
        times="lease_until not_before",
        counts="generation",
        plain={
            "moment": "the name of what it rang for",
            "state": "whether it stands in Slack",
            "drawn": "a digest of what stands there",
            "error": "why Slack refused it",
            "stays": "whether it may be deleted",
        },
    ),
    "notices": Columns(
        ids="team id person_id", times="at", plain={"moment": "whether it was a day's news or a reminder"}
    ),
    "memberships": Columns(
        ids="team channel_id person_id", times="at", plain={"here": "whether they are in that channel"}
    ),
    "places": Columns(
        ids="team channel_id", times="at", plain={"shut": "why that channel takes no message, if it does not"}
    ),
    "paces": Columns(ids="team what", times="since until"),
    "heard": Columns(ids="team request", times="at"),
    "unasked": Columns(ids="team person_id", sealed="sealed"),
    "tries": Columns(ids="team place", times="at", sealed="sealed"),
    "records": Columns(
        ids="team id channel_id round_id owner_id",
        times="created_at review_at",
        counts="version",
        sealed="folded sealed",
        plain={"state": "whether it holds, is tried, or has ended"},
    ),
    "notes": Columns(
        ids="team record_id mark channel_id",
        sealed="sealed",
        plain={"signed": "whether a name is sealed beside it"},
    ),
    "links": Columns(
        ids="team record_id other_id channel_id", plain={"how": "which of the two follows the other"}
    ),
    "left_in_slack": Columns(ids="team channel ts", times="not_before", counts="tries"),
    "copies": Columns(ids="team digest person_id", times="until", sealed="sealed"),
    "erased": Columns(ids="id"),
    "erasures": Columns(ids="id mark", times="at"),
    "installations": Columns(ids="team", times="installed_at expires_at renewing_until", sealed="sealed"),
    "workspaces": Columns(ids="team enterprise", times="left_at"),
    "connected": Columns(ids="team channel_id home"),
    "states": Columns(ids="team id", times="at"),
    "spent": Columns(ids="team owner", counts="destroyed"),
    "audit": Columns(
        ids="team about mark code",
        times="at",
        counts="number",
        plain={
            "kind": "whether it was run by hand, or why it was refused",
            "verb": "the name of the command, or of what was asked for",
        },
    ),
    "keys": Columns(ids="owner", sealed="wrapped"),
}

# What there is of each: the tables it stands in, and of a practice the kind of round that says how long.
_WORDS, _OF_ROUNDS = ("replies",), ("rounds", "seats", "cards")
PRACTICES: Mapping[str, tuple[str, str]] = {
    "reflection": ("reflection", "reflection"),
    "listening": ("listening", "listening"),
    "checkin": ("checkin", "meeting"),
    "box": ("checkin", "box"),
    "options": ("options", "matter"),
    "review": ("review", "review"),
    "coaching": ("coaching", "coaching"),
    "everyone": ("everyone", "everyone"),
    "stories": ("stories", "stories"),
    "share": ("pairs", "share"),
    "log": ("mylog", "log"),
    "proposals": ("proposals", "prompt"),
    "support": ("support", "call"),
}
BESIDE: Mapping[str, tuple[str, ...]] = {
    "taken_on": _WORDS,
    "agreed": ("records", "notes", "links"),
    "page": _WORDS,
    "tries": ("tries",),
    "rounds": _OF_ROUNDS,
    "people": ("people",),
    "unasked": ("unasked",),
    "pairs": ("pairs", "pair_members"),
    "notices": ("notices",),
    "channels": ("memberships", "places"),
    "requests": ("heard", "paces"),
    "forgotten": ("erasures", "erased", "left_in_slack"),
    "copies": ("copies",),
    "audit": ("audit",),
    "keys": ("keys", "spent"),
    "installed": ("installations", "workspaces", "connected", "states"),
}


@dataclass(frozen=True)
class Line:
    """One thing that is kept: what it is, whose, until when, and who in Slack reads it."""

    what: Markup
    whose: Markup
    until: Markup
    reads: Markup


def lines(features: Iterable[Feature], keep_days: int) -> list[Line]:
    """All that is kept: what is written in each practice; then what stands beside it, for `keep_days`."""
    own = {of: name for name, of in PRACTICES.items()}
    written = [
        _line(own.get(of, "practice"), kind.kept, keep_days, f"{ALONGSIDE} {of[0]}")
        for of, kind in kinds_of(features).items()
        if kind.kept
    ]
    return [*written, *(_line(name, timedelta(), keep_days) for name in BESIDE)]


def _line(name: str, kept: timedelta, keep_days: int, command: str = ALONGSIDE) -> Line:
    what, whose, until, reads = (
        words[f"{name}.{part}"].fill(
            days=kept.days, keep=keep_days, noticed=NOTICED.days, command=Markup(f"`{command}`")
        )
        for part in ("what", "whose", "until", "reads")
    )
    return Line(what, whose, until, reads)


def readme(features: Sequence[Feature], keep_days: int) -> str:
    """The same as README has it, and what of each table is not sealed."""
    rows = [f"| {one.what} | {one.whose} | {one.until} | {one.reads} |" for one in lines(features, keep_days)]
    plain = [
        f"| `{table}` | {'; '.join(f'`{name}`: {why}' for name, why in columns.plain.items())} |"
        for table, columns in TABLES.items()
        if columns.plain
    ]
    head = "| What | Whose | Until | Who in Slack can read it |\n|---|---|---|---|\n"
    said = "Unsealed in the database stand ids, moments, counts, and this:"
    foot = f"\n\n{said}\n\n| Table | What, and why |\n|---|---|\n"
    return head + "\n".join(rows) + foot + "\n".join(plain)
