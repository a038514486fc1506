"""What each of Slack's error codes means: one table for every method that we call, and `calls` goes by it.

Source: the page of each method below https://docs.slack.dev/reference/methods/; what those pages list stands
in `tests/slack/documented_codes.toml`, and a test holds it against this. What stands in neither waits.
"""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What became of a call."""

    SENT = "sent"
    LATER = "later"  # certainly not sent; again after `wait` seconds
    REFUSED = "refused"  # certainly not sent, and the same would be refused again
    AMBIGUOUS = "ambiguous"  # "it is possible some aspect of the operation succeeded" (Slack's own text)


class Told(Enum):
    """Who hears of it."""

    HOST = "host"  # whoever looks after it, once, where it is about something that did not come
    ASKER = "asker"  # whoever pressed or typed, where they are looking
    OPERATOR = "operator"  # whoever runs the app, in its log: the workspace, or we, have something to mend


@dataclass(frozen=True)
class Means:
    """What a code says: what became of the call, seconds until the next try, and who hears of it.

    `shut`: why the place takes nothing of ours, until it opens again; "" where it is about something else.
    """

    name: str
    kind: Kind
    wait: float = 0
    told: frozenset[Told] = frozenset()
    shut: str = ""


def _means(name: str, kind: Kind, *told: Told, wait: float = 0, shut: str = "") -> Means:
    return Means(name, kind, wait, frozenset(told), shut)


DONE = _means("done", Kind.SENT)  # it was so before
UNSURE = _means("unsure", Kind.AMBIGUOUS)
BUSY = _means("busy", Kind.LATER, wait=30)  # where Slack does not say how long
PASSING = _means("passing", Kind.LATER, wait=60)  # it mends itself
BARRED = _means("barred", Kind.LATER, Told.OPERATOR, wait=300)  # until somebody changes a setting
UNKNOWN = _means("unknown", Kind.LATER, Told.OPERATOR, wait=300)
GONE = _means("gone", Kind.REFUSED)  # what it names is not there (any more)
FIXED = _means("fixed", Kind.REFUSED)  # it stands there, and may not be changed or taken away
ARCHIVED = _means("archived", Kind.REFUSED, Told.HOST, shut="archived")
OUTSIDE = _means("outside", Kind.REFUSED, Told.HOST, shut="outside")  # we are not in it
SHUT = _means("shut", Kind.REFUSED, Told.HOST, shut="barred")  # its settings do not let us
UNTHREADED = _means("unthreaded", Kind.REFUSED, Told.HOST)  # this thread takes nothing; its place does
OUTRUN = _means("outrun", Kind.REFUSED)  # somebody was faster: what is there by now stays
LATE = _means("late", Kind.REFUSED, Told.ASKER)  # Slack opens no form for this press any more
SPENT = _means("spent", Kind.REFUSED, Told.ASKER)  # this press has opened something already
OURS = _means("ours", Kind.REFUSED, Told.HOST, Told.OPERATOR)  # it was asked wrongly

_EVERY = "*"
_BLOCKS = "invalid_blocks invalid_blocks_format no_text markdown_text_conflict too_many_attachments"
_METADATA = (
    "invalid_metadata_format invalid_metadata_schema metadata_must_be_sent_from_app metadata_too_large"
)
_ASKED_WRONGLY = """
    deprecated_endpoint invalid_arg_name invalid_arguments invalid_array_arg invalid_charset
    invalid_form_data invalid_json invalid_post_type json_not_object method_deprecated missing_argument
    missing_charset missing_post_type unknown_method
"""

_TABLE: dict[str, dict[Means, str]] = {
    _EVERY: {
        UNSURE: "fatal_error internal_error request_timeout service_unavailable",
        BUSY: "ratelimited rate_limited",
        PASSING: "external_channel_migrating team_added_to_org",
        BARRED: """
            access_denied accesslimited account_inactive app_access_restricted ekm_access_denied
            enterprise_is_restricted invalid_auth message_limit_exceeded missing_scope no_permission
            not_allowed_token_type not_authed org_login_required team_access_not_granted token_expired
            token_revoked two_factor_setup_required upgrade_required
        """,
        OURS: _ASKED_WRONGLY,
    },
    "blocks.validate": {OURS: "invalid_blocks invalid_message invalid_view"},
    "bookmarks.add": {
        BARRED: "not_implemented permission_denied restricted_action",
        ARCHIVED: "is_archived",
        OUTSIDE: "channel_not_found not_in_channel",
        FIXED: "too_many_bookmarks too_many_tabs",
        OURS: """
            cannot_bookmark_from_external_org cannot_bookmark_restricted_sharing_enabled file_already_added
            file_not_found invalid_app_action_type invalid_bookmark_type invalid_child_type invalid_emoji
            invalid_entity_id invalid_link invalid_parent_type invalid_shortcut_type
            parent_bookmark_disabled parent_with_link slack_connect_blocked_file_type
            slack_connect_clip_sharing_blocked slack_connect_file_upload_sharing_blocked
        """,
    },
    "chat.delete": {
        DONE: "message_not_found",
        FIXED: "cant_delete_message channel_not_found compliance_exports_prevent_deletion not_in_channel",
    },
    "chat.getPermalink": {GONE: "message_not_found", OUTSIDE: "channel_not_found"},
    "chat.postEphemeral": {
        BARRED: "messages_tab_disabled",
        GONE: "cannot_reply_to_message user_not_in_channel",
        ARCHIVED: "is_archived",
        OUTSIDE: "channel_not_found not_in_channel",
        SHUT: "restricted_action",
        OURS: f"{_BLOCKS} invalid_attachments msg_too_long",
    },
    "chat.postMessage": {
        UNSURE: "duplicate_channel_not_found duplicate_message_not_found",
        BARRED: "messages_tab_disabled",
        ARCHIVED: "is_archived",
        OUTSIDE: "channel_not_found not_in_channel",
        SHUT: """
            access_denied cannot_dm_bot no_permission restricted_action
            restricted_action_read_only_channel restricted_action_thread_only_channel
            slack_connect_canvas_sharing_blocked slack_connect_file_link_sharing_blocked
            slack_connect_lists_sharing_blocked user_disabled user_not_found user_not_visible
        """,
        UNTHREADED: """
            cannot_reply_to_message restricted_action_non_threadable_channel restricted_action_thread_locked
            thread_not_found
        """,
        OURS: f"""
            {_BLOCKS} {_METADATA} as_user_not_supported attachment_payload_limit_exceeded missing_file_data
            msg_blocks_too_long msg_too_long team_not_found too_many_contact_cards
        """,
    },
    "chat.update": {
        PASSING: "streaming_state_conflict update_failed",
        GONE: "message_not_found",
        FIXED: """
            block_mismatch cant_broadcast_message cant_update_message edit_window_closed
            slack_connect_file_link_sharing_blocked
        """,
        ARCHIVED: "is_archived is_inactive",
        OUTSIDE: "channel_not_found not_in_channel",
        SHUT: "access_denied no_permission",
        OURS: f"""
            {_BLOCKS} {_METADATA} as_user_not_supported invalid_attachments msg_blocks_too_long msg_too_long
            no_dual_broadcast_content_update team_not_found
        """,
    },
    "conversations.history": {
        OUTSIDE: "channel_not_found not_in_channel",
        SHUT: "channel_is_limited_access missing_scope restricted_action",
        OURS: "invalid_cursor invalid_metadata_filter_keys invalid_ts_latest invalid_ts_oldest",
    },
    "conversations.info": {OUTSIDE: "channel_not_found"},
    "conversations.members": {
        PASSING: "fetch_members_failed",
        OUTSIDE: "channel_not_found not_in_channel",
        SHUT: "method_not_supported_for_channel_type",
        OURS: "invalid_cursor invalid_limit",
    },
    "conversations.open": {
        GONE: "user_disabled user_not_found user_not_visible",
        OUTSIDE: "channel_not_found",
        SHUT: """
            app_cannot_join_channel cannot_dm_bot invalid_user_combination missing_scope restricted_action
        """,
        OURS: """
            method_not_supported_for_channel_type not_enough_users too_many_users users_list_not_supplied
        """,
    },
    "conversations.replies": {
        GONE: "thread_not_found",
        OUTSIDE: "channel_not_found not_in_channel",
        SHUT: "method_not_supported_for_channel_type missing_scope",
        PASSING: "list_record_comment_fetch_failed",
        OURS: "invalid_cursor invalid_metadata_filter_keys invalid_ts_latest invalid_ts_oldest",
    },
    "files.completeUploadExternal": {
        PASSING: "file_update_failed",
        BARRED: "restricted_action",
        OUTSIDE: "channel_not_found not_in_channel",
        SHUT: "invalid_channel posting_to_channel_denied",
        OURS: "access_denied channels_limit_exceeded file_not_found invalid_blocks",
    },
    "files.getUploadURLExternal": {
        BARRED: """
            file_upload_size_restricted file_uploads_disabled file_uploads_except_images_disabled
            restricted_action storage_limit_reached
        """,
        OURS: "alt_txt_too_large snippet_too_large unknown_snippet_type unknown_subtype",
    },
    "users.conversations": {
        OURS: "invalid_cursor invalid_limit invalid_types method_not_supported_for_channel_type",
    },
    "users.info": {GONE: "user_not_found user_not_visible", OURS: "too_many_users"},
    "views.open": {
        LATE: "expired_trigger_id",
        SPENT: "exchanged_trigger_id",
        OURS: "duplicate_external_id invalid_trigger_id view_too_large",
    },
    "views.publish": {
        OUTRUN: "hash_conflict",
        BARRED: "not_enabled",
        OURS: "duplicate_external_id missing_profile_id not_implemented view_too_large",
    },
    "views.push": {
        LATE: "expired_trigger_id",
        SPENT: "exchanged_trigger_id",
        GONE: "not_found",
        OURS: "duplicate_external_id invalid_trigger_id push_limit_reached view_too_large",
    },
    "views.update": {
        OUTRUN: "hash_conflict",
        GONE: "not_found",
        OURS: "duplicate_external_id view_too_large",
    },
    "auth.test": {},  # what is documented of every method
}

_BY_CODE = {
    (method, code): means
    for method, listed in _TABLE.items()
    for means, codes in listed.items()
    for code in codes.split()
}


def means(method: str, code: str) -> Means:
    """What this code says where that method answers with it."""
    return _BY_CODE.get((method, code)) or _BY_CODE.get((_EVERY, code)) or UNKNOWN


def methods() -> frozenset[str]:
    """All that the table has."""
    return frozenset(_TABLE) - {_EVERY}
