"""Words for one person's eyes, where they are looking; where Slack does not show them, in another way.

Whoever presses or types something sees something, whatever Slack answers: what they asked for, or that it
did not open, and what they had typed.
"""

import logging
from collections.abc import Callable, Sequence
from functools import partial
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from slack_sdk.webhook import WebhookClient

from bot.failpoints import failpoint
from bot.slack import asked as kinds
from bot.slack import codes
from bot.slack.asked import AGAIN, Asked
from bot.slack.blocks import BUTTON_VALUE, VIEW_BLOCKS, Block, Message, View, button, buttons, quote, section
from bot.slack.calls import TIMEOUT, TLS, Answer, call
from bot.slack.codes import Kind, means
from bot.slack.errors import refused_view
from bot.slack.forms import unescape
from bot.words import Markup, phrase

OPEN, PUSH, UPDATE, PUBLISH = "views.open", "views.push", "views.update", "views.publish"
_UNSHOWN = "unshown"  # begins the id of a block in Home that says what did not open

log = logging.getLogger(__name__)

Way = Callable[[], str]  # says it, and returns the error; "" for none


def whisper(slack: WebClient, asked: Asked, message: Message) -> None:
    """For this person's eyes only, where they are looking."""
    if asked.kind == kinds.EVENT:
        _ephemeral(slack, asked, message)
    elif asked.kind != kinds.MODAL and asked.response_url:
        _respond(asked, message)
    else:
        method = UPDATE if asked.kind == kinds.MODAL else OPEN
        error = show(slack, method, asked, page(message.blocks))
        if error and means(method, error) is not codes.GONE:  # whoever closed it waits for nothing in it
            _instead(slack, asked, message, method, error)


def unshown(slack: WebClient, asked: Asked, method: str, error: str) -> None:
    """What they asked for did not open: that is said, and a command comes back as it was typed."""
    log.warning("%s: %s shows nothing: %s", asked.verb, method, error)
    _instead(slack, asked, _gives_back(asked, error), method, error)


def page(blocks: Sequence[Block]) -> View:
    return View(phrase("common.name"), list(blocks), close=phrase("common.close"))


def typed(asked: Asked) -> list[Block]:
    """What they typed, to read and to copy: Slack takes a command out of the box where it stood."""
    return quote(unescape(asked.typed)) if asked.typed else []


def given_back(asked: Asked, kept: Markup, to_copy: Markup) -> Message:
    """*Try again* carries the command as it was typed; one that is too long for a button stands there."""
    if len(asked.typed) > BUTTON_VALUE:
        return Message(to_copy, [section(to_copy), *typed(asked)])
    again = button(phrase("common.try_again"), AGAIN, asked.typed, style="primary")
    return Message(kept, [section(kept), buttons(again)])


def show(slack: WebClient, method: str, asked: Asked, view: View) -> str:
    """Open it, push it on the open form, or turn the open form to it; the error, "" for none."""
    opened, ask = asked.view or {}, partial(call, slack, method, view=view.payload())
    if method != UPDATE:
        return _error(ask(trigger_id=asked.trigger))
    answer = ask(view_id=opened.get("id"), hash=opened.get("hash"))
    # It has no three seconds, and its hash lets it happen once.
    if answer.kind in (Kind.LATER, Kind.AMBIGUOUS):
        answer = ask(view_id=opened.get("id"), hash=opened.get("hash"))
    return _error(answer)


def _error(answer: Answer) -> str:
    return "" if answer.ok else answer.error or answer.kind.value


def _instead(slack: WebClient, asked: Asked, message: Message, failed: str, error: str) -> None:
    """Said in the nearest way that is left; if there is none, in their own messages that it did not open."""
    ways: dict[str, Way] = {}
    if asked.kind == kinds.MODAL:
        ways[PUSH] = lambda: show(slack, PUSH, asked, page(message.blocks))
        ways[UPDATE] = lambda: show(slack, UPDATE, asked, refused_view(asked.view or {}, message.text))
    if asked.response_url:
        ways["response_url"] = lambda: _respond(asked, message)
    if asked.kind == kinds.HOME:
        ways[PUBLISH] = lambda: _at_home(slack, asked, message)
    unsaid = all(say() for way, say in ways.items() if way != failed)
    if unsaid and means(OPEN, error) is not codes.SPENT:  # a message stays: not where something is open
        _to_them(slack, asked, error)


def _gives_back(asked: Asked, error: str) -> Message:
    if not asked.typed:
        line = _line(asked.kind, error)
        return Message(line, [section(line)])
    return given_back(asked, _line("typed", error), _line("copy", error))


def _line(how: str, error: str) -> Markup:
    late = means(OPEN, error) is codes.LATE
    why = phrase(f"common.unshown.{'late' if late else 'why'}").fill()
    return Markup(f"{why} {phrase(f'common.unshown.{how}').fill()}")


def _respond(asked: Asked, message: Message) -> str:
    hook = WebhookClient(asked.response_url, timeout=TIMEOUT, ssl=TLS, retry_handlers=[])
    failpoint("slack.calling")
    try:
        answer = hook.send(
            text=message.text,
            blocks=list(message.blocks),
            response_type="ephemeral",
            replace_original=False,
        )
    except (SlackClientError, HTTPException, OSError, ValueError) as error:
        log.warning("response_url: %s", type(error).__name__)
        return type(error).__name__
    finally:
        failpoint("slack.called")
    return "" if answer.status_code == 200 else f"http_{answer.status_code}"


def _ephemeral(slack: WebClient, asked: Asked, message: Message) -> None:
    said = {"text": message.text, "blocks": list(message.blocks)}
    call(slack, "chat.postEphemeral", channel=asked.channel, user=asked.who.id, **said)


def _at_home(slack: WebClient, asked: Asked, message: Message) -> str:
    """In Home as they see it, below what they pressed; not where it has changed meanwhile."""
    seen = asked.view or {}
    there = [block for block in seen["blocks"] if not str(block.get("block_id")).startswith(_UNSHOWN)]
    below = next((n for n, block in enumerate(there, 1) if block.get("block_id") == asked.block), 0)
    said = [{**block, "block_id": f"{_UNSHOWN}.{n}"} for n, block in enumerate(message.blocks)]
    view = {"type": "home", "blocks": [*there[:below], *said, *there[below:]][:VIEW_BLOCKS]}
    return _error(call(slack, PUBLISH, user_id=asked.who.id, hash=seen.get("hash"), view=view))


def _to_them(slack: WebClient, asked: Asked, error: str) -> None:
    """A message stays: it says only that nothing opened, and nothing of what was typed, or was to be read."""
    line = _line("type" if asked.typed else asked.kind, error)
    call(slack, "chat.postMessage", channel=asked.who.id, text=line, blocks=[section(line)])
