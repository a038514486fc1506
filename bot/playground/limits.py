"""Slack's limits and rules: a row each, with where that is written down, or that it is assumed."""

from typing import NamedTuple

ASSUMED = "assumed"  # no page says it: to be tried first on a real workspace
OURS = "ours"  # a choice of the playground, where Slack has no such limit
_BLOCKS = "docs.slack.dev/reference/block-kit/blocks/"
_ELEMENTS = "docs.slack.dev/reference/block-kit/block-elements/"
_OBJECTS = "docs.slack.dev/reference/block-kit/composition-objects/"
_METHODS = "docs.slack.dev/reference/methods/"
_HELP = "slack.com/help/articles/"
_MODALS = "docs.slack.dev/surfaces/modals"
_VIEWS = "docs.slack.dev/reference/views/"
_RESPOND = "docs.slack.dev/interactivity/handling-user-interaction"
_COMMANDS = "docs.slack.dev/interactivity/implementing-slash-commands"
_MANIFEST = "github.com/slackapi/manifest-schema/blob/main/manifest.schema.json"
_CUT = "api.slack.com/changelog/2018-04-truncating-really-long-messages"
_UNTHREADED = "github.com/slack-go/slack/issues/1571"  # and langchain-ai/open-swe/pull/2753


class Limit(NamedTuple):
    name: str
    value: int
    error: str
    source: str


TABLE = (
    # messages
    Limit("message.blocks", 50, "invalid_blocks", _BLOCKS),
    Limit("message.text", 40_000, "", _CUT),
    Limit("message.text.updated", 4_000, "msg_too_long", _METHODS + "chat.update"),
    Limit(
        "message.blocks.characters", 13_200, "msg_blocks_too_long", "github.com/slackapi/bolt-js/issues/2509"
    ),
    Limit("message.markdown_text", 12_000, "msg_too_long", _METHODS + "chat.postMessage"),
    Limit("message.markdown.characters", 12_000, "invalid_blocks", _BLOCKS + "markdown-block"),
    Limit("metadata.event_type", 255, "invalid_metadata_format", ASSUMED),
    Limit("metadata.characters", 8_000, "metadata_too_large", ASSUMED),
    # views
    Limit("view.blocks", 100, "invalid_arguments", _BLOCKS),
    Limit("view.title", 24, "invalid_arguments", _VIEWS + "modal-views"),
    Limit("view.submit", 24, "invalid_arguments", _VIEWS + "modal-views"),
    Limit("view.close", 24, "invalid_arguments", _VIEWS + "modal-views"),
    Limit("view.private_metadata", 3_000, "invalid_arguments", _VIEWS + "modal-views"),
    Limit("view.callback_id", 255, "invalid_arguments", _VIEWS + "modal-views"),
    Limit("view.external_id", 255, "invalid_arguments", _METHODS + "views.open"),
    Limit("view.bytes", 250_000, "view_too_large", _METHODS + "views.open"),
    Limit("view.stack", 3, "push_limit_reached", _METHODS + "views.push"),
    # blocks
    Limit("block_id", 255, "invalid_blocks", _BLOCKS),
    Limit("text", 3_000, "invalid_blocks", _OBJECTS + "text-object"),
    Limit("section.text", 3_000, "invalid_blocks", _BLOCKS + "section-block"),
    Limit("section.fields", 10, "invalid_blocks", _BLOCKS + "section-block"),
    Limit("section.field", 2_000, "invalid_blocks", _BLOCKS + "section-block"),
    Limit("header.text", 150, "invalid_blocks", _BLOCKS + "header-block"),
    Limit("context.elements", 10, "invalid_blocks", _BLOCKS + "context-block"),
    Limit("actions.elements", 25, "invalid_blocks", _BLOCKS + "actions-block"),
    Limit("input.label", 2_000, "invalid_blocks", _BLOCKS + "input-block"),
    Limit("input.hint", 2_000, "invalid_blocks", _BLOCKS + "input-block"),
    Limit("image.url", 3_000, "invalid_blocks", _BLOCKS + "image-block"),
    Limit("image.alt_text", 2_000, "invalid_blocks", _BLOCKS + "image-block"),
    Limit("image.title", 2_000, "invalid_blocks", _BLOCKS + "image-block"),
    Limit("markdown.text", 12_000, "invalid_blocks", _BLOCKS + "markdown-block"),
    Limit("alert.text", 200, "invalid_blocks", _BLOCKS + "alert-block"),
    Limit("rich_text.text", 3_000, "invalid_blocks", ASSUMED),
    Limit("rich_text.border", 1, "invalid_blocks", _BLOCKS + "rich-text-block"),
    Limit("rich_text.indent", 8, "invalid_blocks", ASSUMED),
    # elements
    Limit("action_id", 255, "invalid_blocks", _ELEMENTS),
    Limit("button.text", 75, "invalid_blocks", _ELEMENTS + "button-element"),
    Limit("button.value", 2_000, "invalid_blocks", _ELEMENTS + "button-element"),
    Limit("button.url", 3_000, "invalid_blocks", _ELEMENTS + "button-element"),
    Limit("button.accessibility_label", 75, "invalid_blocks", _ELEMENTS + "button-element"),
    Limit("checkboxes.options", 10, "invalid_blocks", _ELEMENTS + "checkboxes-element"),
    Limit("radio_buttons.options", 10, "invalid_blocks", _ELEMENTS + "radio-button-group-element"),
    Limit("overflow.options", 5, "invalid_blocks", _ELEMENTS + "overflow-menu-element"),
    Limit("select.options", 100, "invalid_blocks", _ELEMENTS + "select-menu-element"),
    Limit("select.option_groups", 100, "invalid_blocks", _ELEMENTS + "select-menu-element"),
    Limit("select.group_label", 75, "invalid_blocks", _OBJECTS + "option-group-object"),
    Limit("placeholder", 150, "invalid_blocks", _ELEMENTS),
    Limit("plain_text_input.min_length", 3_000, "invalid_blocks", _ELEMENTS + "plain-text-input-element"),
    Limit("plain_text_input.max_length", 3_000, "invalid_blocks", _ELEMENTS + "plain-text-input-element"),
    Limit("plain_text_input.initial_value", 3_000, "invalid_blocks", ASSUMED),
    Limit("focus_on_load", 1, "invalid_blocks", _ELEMENTS + "plain-text-input-element"),
    # composition objects
    Limit("option.text", 75, "invalid_blocks", _OBJECTS + "option-object"),
    Limit("option.value", 150, "invalid_blocks", _OBJECTS + "option-object"),
    Limit("option.description", 75, "invalid_blocks", _OBJECTS + "option-object"),
    Limit("option.url", 3_000, "invalid_blocks", _OBJECTS + "option-object"),
    Limit("confirm.title", 100, "invalid_blocks", _OBJECTS + "confirmation-dialog-object"),
    Limit("confirm.text", 300, "invalid_blocks", _OBJECTS + "confirmation-dialog-object"),
    Limit("confirm.button", 30, "invalid_blocks", _OBJECTS + "confirmation-dialog-object"),
    # what stands above a channel's messages
    Limit("channel.bookmarks", 100, "too_many_bookmarks", _METHODS + "bookmarks.add"),
    # pages
    Limit("members.page", 999, "invalid_limit", _METHODS + "conversations.members"),
    Limit("channels.page", 999, "invalid_limit", _METHODS + "users.conversations"),
    # time, in seconds unless the name says otherwise
    Limit("ack.seconds", 3, "operation_timeout", _COMMANDS),
    Limit("trigger.seconds", 3, "expired_trigger_id", _MODALS),
    Limit("trigger.uses", 1, "exchanged_trigger_id", _METHODS + "views.open"),
    Limit("response_url.posts", 5, "used_url", _RESPOND),
    Limit("response_url.seconds", 1_800, "expired_url", _RESPOND),
    Limit("events.retries", 3, "", "docs.slack.dev/apis/events-api"),
    Limit("warnings", 3, "", OURS),
    # the app's manifest
    Limit("manifest.name", 35, "invalid_manifest", _MANIFEST),
    Limit("manifest.description", 140, "invalid_manifest", _MANIFEST),
    Limit("manifest.long_description", 4_000, "invalid_manifest", _MANIFEST),
    Limit("manifest.bot_name", 80, "invalid_manifest", _MANIFEST),
    Limit("manifest.commands", 50, "invalid_manifest", _MANIFEST),
    Limit("manifest.command", 32, "invalid_manifest", _MANIFEST),
    Limit("manifest.command.description", 2_000, "invalid_manifest", _MANIFEST),
    Limit("manifest.command.usage_hint", 1_000, "invalid_manifest", _MANIFEST),
    Limit("manifest.shortcuts", 10, "invalid_manifest", _MANIFEST),
    Limit("manifest.shortcut", 24, "invalid_manifest", _MANIFEST),
    Limit("manifest.shortcut.callback_id", 255, "invalid_manifest", _MANIFEST),
    Limit("manifest.shortcut.description", 150, "invalid_manifest", _MANIFEST),
    Limit("manifest.unfurl_domains", 5, "invalid_manifest", _MANIFEST),
    Limit("manifest.unfurl_domain", 255, "invalid_manifest", _MANIFEST),
    Limit("manifest.redirect_urls", 1_000, "invalid_manifest", _MANIFEST),
    Limit("manifest.redirect_url", 2_500, "invalid_manifest", _MANIFEST),
    Limit("manifest.scopes", 255, "invalid_manifest", _MANIFEST),
    Limit("manifest.scope", 50, "invalid_manifest", _MANIFEST),
    Limit("manifest.events", 100, "invalid_manifest", _MANIFEST),
    Limit("manifest.event", 50, "invalid_manifest", _MANIFEST),
    Limit("manifest.url", 3_000, "invalid_manifest", _MANIFEST),
    Limit("manifest.event_url", 3_500, "invalid_manifest", _MANIFEST),
)


class Rule(NamedTuple):
    says: str
    source: str


# What is no number.
RULES = (
    Rule("chat.update needs a channel or direct message id, never a user id", _METHODS + "chat.update"),
    Rule("chat.update with text and no blocks takes the blocks away", _METHODS + "chat.update"),
    Rule("chat.update keeps the metadata unless other metadata is sent", _METHODS + "chat.update"),
    Rule("chat.update shows `edited` only where no blocks are used", _METHODS + "chat.update"),
    Rule("chat.update puts nothing else in the place of rich text: block_mismatch", _METHODS + "chat.update"),
    Rule("chat.update in an archived channel answers is_inactive", _METHODS + "chat.update"),
    Rule("chat.update where the app is no member any more answers no_permission", _METHODS + "chat.update"),
    Rule("chat.delete where the app is no member any more answers cant_delete_message", ASSUMED),
    Rule("a person's id as channel means their conversation with the app", _METHODS + "chat.postMessage"),
    Rule(
        "posting to somebody who was deactivated succeeds", "github.com/slackapi/python-slack-sdk/issues/1156"
    ),
    Rule("a private channel the app is not in answers channel_not_found", _METHODS + "conversations.info"),
    Rule(
        "an ephemeral message to somebody who is not there: user_not_in_channel",
        _METHODS + "chat.postEphemeral",
    ),
    Rule("a reply to a message that is not there lands in the open, and has no thread_ts", _UNTHREADED),
    Rule("a posted text beyond the limit is cut, with the warning message_truncated", _CUT),
    Rule("of a public channel that is opened again nobody is a member", _HELP + "213185307"),
    Rule("lengths are counted in characters, as sent, entities included", ASSUMED),
    Rule("an unknown trigger answers invalid_trigger_id", _METHODS + "views.open"),
    Rule("a new modal takes the place of the stack that was open", ASSUMED),
    Rule(
        "views.push needs a trigger from the stack that is open, or answers not_found",
        _METHODS + "views.push",
    ),
    Rule("views.publish for somebody unknown answers invalid_arguments", ASSUMED),
    Rule("an initial option equals one of the options", _OBJECTS + "option-object"),
    Rule("options of one element have different values", _OBJECTS + "option-object"),
    Rule("multi-selects stand in sections, inputs and actions", _BLOCKS + "actions-block"),
    Rule("what is typed stays when a view is updated under the same block_id and action_id", _MODALS),
    Rule("a required input with nothing but spaces is empty", ASSUMED),
    Rule("an errors answer that names no input of the form is trouble, not an error", ASSUMED),
    Rule("an answer to a command that cannot be read shows dispatch_failed", ASSUMED),
    Rule("a bookmark's link begins with http:// or https://, or invalid_link", _METHODS + "bookmarks.add"),
    Rule("bookmarks where the app is not in the channel answer not_in_channel", ASSUMED),
    Rule("bookmarks in an archived channel answer is_archived", ASSUMED),
    Rule("editing a bookmark that is not there answers not_found", _METHODS + "bookmarks.edit"),
    Rule(
        "a file is shared once, after its bytes have come, or file_not_found",
        _METHODS + "files.completeUploadExternal",
    ),
    Rule(
        "sharing a file where the app is not in the channel answers not_in_channel",
        _METHODS + "files.completeUploadExternal",
    ),
    Rule(
        "sharing a file in an archived channel answers posting_to_channel_denied",
        _METHODS + "files.completeUploadExternal",
    ),
    Rule("an upload whose length is not the announced one is refused", ASSUMED),
    Rule("an ephemeral message has no shortcuts", "docs.slack.dev/interactivity/implementing-shortcuts"),
    Rule("commands do not work in threads", _COMMANDS),
    Rule("entities and ids in a command's text only with should_escape", _COMMANDS),
    Rule(
        "a command sent from a private channel names it privategroup, a direct message directmessage",
        _COMMANDS,
    ),
    Rule("the message is left out when somebody presses in an ephemeral one", ASSUMED),
    Rule(
        "replace_original on a command's response_url posts anew", "github.com/slackapi/bolt-js/issues/2287"
    ),
    Rule("a message's response_url without replace_original posts anew; noted as a problem", ASSUMED),
    Rule("used_url and expired_url come with 404, other refusals with 400", ASSUMED),
    Rule("a reply is unread for people who follow its thread; ephemeral messages never are", ASSUMED),
    Rule("deactivating somebody takes them out of the channels", ASSUMED),
    Rule(
        "conversations.open with several people needs mpim:write, which nobody has here",
        _METHODS + "conversations.open",
    ),
    Rule("what the manifest's schema does not name is refused", _MANIFEST),
)


_VALUES = {row.name: row.value for row in TABLE}


def of(name: str) -> int:
    return _VALUES[name]
