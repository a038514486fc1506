"""The forms of a pair: whom to invite, and how it works."""

from bot.features.pairs.cards import words
from bot.rounds.showing import pages
from bot.slack.blocks import View, people, section


def invite() -> View:
    intro = section(words["invite.intro"].fill())
    whom = people("people", words["invite.label"], many=True, at_most=2)
    return pages.form(words, "invite", "", intro, whom)


def how() -> View:
    return pages.how(words, ("what", "page", "kept", "slack", "leave"), "")
