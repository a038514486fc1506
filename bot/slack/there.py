"""Where the app is not in a channel and needs to be: how to let it in, and nothing typed is lost."""

from slack_sdk import WebClient

from bot.slack.asked import Asked
from bot.slack.blocks import Message
from bot.slack.calls import call
from bot.slack.whispers import given_back
from bot.words import phrase


def is_in(slack: WebClient, channel: str) -> bool:
    """Whether the app is in that channel; where Slack does not say, it is taken to be."""
    answer = call(slack, "conversations.info", channel=channel)
    if answer.ok:
        return bool(answer.data["channel"].get("is_member"))
    return not answer.shut


def not_here(asked: Asked) -> Message:
    """Says how to invite the app; the command comes back as it was typed."""
    return given_back(
        asked, phrase("common.not_in_channel").fill(), phrase("common.not_in_channel_copy").fill()
    )


def name_of(slack: WebClient, channel: str) -> str:
    """What the channel is called; its id where Slack does not say."""
    answer = call(slack, "conversations.info", channel=channel)
    return str((answer.data.get("channel") or {}).get("name") or channel)


def permalink(slack: WebClient, posted: tuple[str, str] | None) -> str:
    """The address of what is posted there (channel, ts); "" where Slack does not say."""
    if posted is None:
        return ""
    answer = call(slack, "chat.getPermalink", channel=posted[0], message_ts=posted[1])
    link = str(answer.data.get("permalink") or "")
    return link if link.startswith(("https://", "http://")) else ""
