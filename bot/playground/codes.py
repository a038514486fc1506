"""Slack's error codes that the playground answers by itself, each with the page that lists it.

Every other one is had through `faults`.
"""

from typing import NamedTuple

from .limits import ASSUMED

_METHODS = "docs.slack.dev/reference/methods/"


class Code(NamedTuple):
    error: str
    says: str
    source: str


CODES = (
    # every method
    Code("not_authed", "no token", _METHODS + "auth.test"),
    Code("invalid_auth", "another token", _METHODS + "auth.test"),
    Code("token_expired", "a token after its twelve hours", _METHODS + "auth.test"),
    Code("account_inactive", "the token of an app that was taken out", _METHODS + "auth.test"),
    Code("missing_scope", "the app was not given that scope", _METHODS + "chat.postMessage"),
    Code("invalid_arguments", "a name, a type or a value that does not fit", _METHODS + "chat.postMessage"),
    Code("invalid_charset", "a body that is no UTF-8", _METHODS + "chat.postMessage"),
    Code("invalid_form_data", "a form in parts", _METHODS + "chat.postMessage"),
    Code("invalid_json", "a body that begins as JSON and is none", _METHODS + "api.test"),
    Code("json_not_object", "JSON that is no object", _METHODS + "api.test"),
    Code("team_not_found", "another workspace", _METHODS + "chat.postMessage"),
    Code("unknown_method", "a method that the playground does not know", ASSUMED),
    # messages
    Code("channel_not_found", "no such place, or one the app cannot see", _METHODS + "chat.postMessage"),
    Code("not_in_channel", "the app is no member there", _METHODS + "chat.postMessage"),
    Code("is_archived", "a post in an archived channel", _METHODS + "chat.postMessage"),
    Code("no_text", "neither text nor blocks", _METHODS + "chat.postMessage"),
    Code("msg_too_long", "the text of an update", _METHODS + "chat.update"),
    Code("markdown_text_conflict", "markdown_text beside text or blocks", _METHODS + "chat.postMessage"),
    Code("invalid_blocks", "blocks that break a rule", _METHODS + "chat.postMessage"),
    Code("invalid_blocks_format", "blocks that are no list", _METHODS + "chat.postMessage"),
    Code("msg_blocks_too_long", "blocks with too many words", _METHODS + "chat.postMessage"),
    Code("invalid_metadata_format", "metadata of another shape", _METHODS + "chat.postMessage"),
    Code("metadata_too_large", "more metadata than there is room for", _METHODS + "chat.postMessage"),
    Code("cannot_reply_to_message", "a reply to an ephemeral message", _METHODS + "chat.postMessage"),
    Code(
        "user_not_in_channel", "an ephemeral message to whoever is not there", _METHODS + "chat.postEphemeral"
    ),
    Code("message_not_found", "no such message, or a stone", _METHODS + "chat.update"),
    Code("cant_update_message", "somebody else's message", _METHODS + "chat.update"),
    Code("cant_delete_message", "somebody else's message", _METHODS + "chat.delete"),
    Code("is_inactive", "an update in an archived channel", _METHODS + "chat.update"),
    Code("no_permission", "an update where the app is no member", _METHODS + "chat.update"),
    Code("block_mismatch", "other blocks in the place of rich text", _METHODS + "chat.update"),
    # views
    Code("invalid_trigger_id", "no such trigger", _METHODS + "views.open"),
    Code("expired_trigger_id", "a trigger after three seconds", _METHODS + "views.open"),
    Code("exchanged_trigger_id", "a trigger for the second time", _METHODS + "views.open"),
    Code("view_too_large", "more than a view holds", _METHODS + "views.open"),
    Code("duplicate_external_id", "two views under one external_id", _METHODS + "views.open"),
    Code("hash_conflict", "the view was changed meanwhile", _METHODS + "views.update"),
    Code("not_found", "no such view, or bookmark", _METHODS + "views.update"),
    Code("push_limit_reached", "a fourth view on the others", _METHODS + "views.push"),
    Code("not_enabled", "an app without a Home tab", _METHODS + "views.publish"),
    # places and people
    Code("user_not_found", "nobody has that id", _METHODS + "users.info"),
    Code("user_disabled", "somebody who was deactivated", _METHODS + "conversations.open"),
    Code("cannot_dm_bot", "a conversation with the app itself", _METHODS + "conversations.open"),
    Code("users_list_not_supplied", "nobody is named", _METHODS + "conversations.open"),
    Code("invalid_cursor", "no such page", _METHODS + "conversations.members"),
    Code("invalid_limit", "a page that is too long", _METHODS + "conversations.members"),
    Code("missing_argument", "an organisation's token, and no workspace", _METHODS + "users.conversations"),
    Code("invalid_types", "no such kind of conversation", _METHODS + "users.conversations"),
    Code("thread_not_found", "no such message to read the replies to", _METHODS + "conversations.replies"),
    # what stands above a channel's messages, and files
    Code("too_many_bookmarks", "a hundred and first", _METHODS + "bookmarks.add"),
    Code("invalid_bookmark_type", "no link", _METHODS + "bookmarks.add"),
    Code("invalid_link", "a link of another scheme", _METHODS + "bookmarks.add"),
    Code("invalid_emoji", "an emoji without its colons", _METHODS + "bookmarks.add"),
    Code(
        "file_not_found",
        "no such upload, or its bytes did not come",
        _METHODS + "files.completeUploadExternal",
    ),
    Code(
        "posting_to_channel_denied",
        "a file in an archived channel",
        _METHODS + "files.completeUploadExternal",
    ),
    # installing
    Code("invalid_client_id", "another app", _METHODS + "oauth.v2.access"),
    Code("bad_client_secret", "another secret", _METHODS + "oauth.v2.access"),
    Code("invalid_code", "no such code, or an old or a used one", _METHODS + "oauth.v2.access"),
    Code("invalid_refresh_token", "no such refresh token, or a used one", _METHODS + "oauth.v2.access"),
    # response_urls
    Code("used_url", "a sixth post", ASSUMED),
    Code("expired_url", "a post after half an hour", ASSUMED),
    Code("invalid_url", "no such address", ASSUMED),
)
