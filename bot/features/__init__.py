"""The practices: each a folder, listed here once, in the order of the help text."""

from importlib import import_module

from bot.rounds.feature import Feature

NAMES = (
    "pairs",
    "reflection",
    "listening",
    "options",
    "checkin",
    "review",
    "coaching",
    "everyone",
    "stories",
    "support",
    "mylog",
    "proposals",
    "me",
    "hall",
)

FEATURES: tuple[Feature, ...] = tuple(import_module(f"bot.features.{name}").FEATURE for name in NAMES)
