"""One setting in .env, written by the program itself: only where it can be used, and for its owner's eyes."""

import getpass
import os
import sys
from pathlib import Path

from dotenv import set_key, unset_key

from bot.operating import opened
from bot.settings import Settings, SettingsError, all_given


def write(name: str, value: str, env_file: Path) -> None:
    """`value` stands there from now on; SettingsError where it cannot be used, or would not be read."""
    if name not in {field.upper() for field in Settings.__dataclass_fields__}:
        raise SettingsError(f'{name} is no setting: README, "Settings", lists them')
    _not_elsewhere(name)
    Settings.read({name: value}, None)
    env_file.touch(mode=0o600, exist_ok=True)
    set_key(env_file, name, value, quote_mode="always")
    env_file.chmod(0o600)


def take_out(name: str, env_file: Path) -> None:
    """It has its default again; so has what is no setting at all."""
    _not_elsewhere(name)
    if name in all_given({}, env_file):
        unset_key(env_file, name, quote_mode="always")
        env_file.chmod(0o600)


def noted(name: str) -> bool:
    """Whether the audit has it now that this was set; its value is in no row."""
    try:
        settings = Settings.read().ready_to_seal()
        if not opened.is_there(settings):
            return False
        with opened.opened(settings) as store:
            return opened.noted(store, "set", name)
    except SettingsError:  # there is more to be set
        return False


def asked_for(name: str) -> str:
    """From whoever sits there, unseen, or from what stands before a pipe: no secret in a shell's history."""
    if sys.stdin.isatty():
        return getpass.getpass(f"{name}: ").strip()
    return sys.stdin.readline().strip()


def _not_elsewhere(name: str) -> None:
    if name in os.environ:
        raise SettingsError(f"{name} is set in the environment, which wins over .env: change it there")
