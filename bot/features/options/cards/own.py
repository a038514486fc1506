"""What somebody said in a matter, as they read it themselves among all their own words."""

import json

from bot.features.options.flow import asking, beside, consent, further, testing
from bot.features.options.register.cards.saying import level_of
from bot.rounds.keeping.models import Reply

_NO_WORDS = (further.TICKED, asking.COUNTED)  # ids of options; whether their answer counted


def own(reply: Reply) -> str:
    """Their words, with how they answered above them; "" for what holds none."""
    text = reply.text or ""
    if reply.kind in _NO_WORDS:
        return ""
    if reply.kind == "answer" and (given := testing.read(reply)):
        return _lines(level_of(given.level), given.why, given.safe)
    if reply.kind in ("working", beside.LIVES):
        return str(json.loads(text)["text"])
    return str(json.loads(text)["why"]) if reply.kind == consent.CONSENT else text


def _lines(*said: str) -> str:
    return "\n".join(filter(None, said))
