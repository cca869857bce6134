"""Entities that are no section: groups, value lists, settings of the file. Journalled like records."""

from __future__ import annotations

from app.blueprint.field import Field
from app.blueprint.kinds import LongText, Number, Text, YesNo
from app.blueprint.rows import Files, Reference
from app.blueprint.section import Entity
from app.core.texts import N_

GROUP = Entity("group", 101, "record_group", (
    Field("section", N_("Section"), Text()),
    Field("name", N_("Name"), Text()),
    Field("parent", N_("In group"), Reference("group", is_tree=True), column="parent_id"),
    Field("position", N_("Position"), Number(), default=0),
))  # fmt: skip

CHOICE = Entity("choice", 102, "choice", (
    Field("list", N_("List"), Text()),
    Field("key", N_("Key"), Text()),
    Field("label", N_("Label"), Text()),
    Field("color", N_("Color"), Text()),
    Field("belongs_to", N_("Belongs to"), Text()),
    Field("position", N_("Position"), Number(), default=0),
    Field("is_hidden", N_("Hidden"), YesNo(), default=False),
))  # fmt: skip

FILE_SETTING = Entity("file_setting", 103, "file_setting", (
    Field("key", N_("Key"), Text()),
    Field("value", N_("Value"), Text()),
))  # fmt: skip

FIELD = Entity("field", 104, "field", (
    Field("section", N_("Section"), Text()),
    Field("key", N_("Key"), Text()),
    Field("is_own", N_("Own field"), YesNo(), default=False),
    Field("label", N_("Label"), Text()),
    Field("kind", N_("Kind"), Text()),
    Field("options", N_("Options"), Text()),
    Field("column", N_("Column"), Text(), column="column_name"),
    Field("group", N_("Group"), Text(), column="card_group"),
    Field("position", N_("Position"), Number()),
    Field("is_hidden", N_("Hidden"), YesNo(), default=False),
    Field("is_required", N_("Required"), YesNo()),
    Field("default", N_("Default"), Text(), column="default_value"),
    Field("hint", N_("Help"), Text()),
    Field("is_deleted", N_("Deleted"), YesNo(), default=False),
), gone_when="is_deleted")  # fmt: skip

SAVED_FILTER = Entity("saved_filter", 105, "saved_filter", (
    Field("section", N_("Section"), Text()),
    Field("name", N_("Name"), Text()),
    Field("conditions", N_("Conditions"), Text()),
    Field("search", N_("Search"), Text()),
    # Not a reference: without its group the filter finds nothing instead of everything.
    Field("group", N_("Group"), Text(), column="group_uid"),
    Field("flag", N_("Flag"), Text()),
    Field("tag", N_("Tag"), Text()),
    Field("sort", N_("Sort order"), Text()),
    Field("is_descending", N_("Descending"), YesNo()),
    Field("position", N_("Position"), Number(), default=0),
))  # fmt: skip

NOT_DUPLICATE = Entity("not_duplicate", 106, "not_duplicate", (
    # Not references: a record that comes back from the trash is still no duplicate of the other.
    Field("one", N_("Record"), Text()),
    Field("other", N_("Other record"), Text()),
))  # fmt: skip

TEMPLATE = Entity("template", 111, "template", (
    Field("name", N_("Name"), Text()),
    Field("section", N_("Section"), Text()),
    Field("folder", N_("Folder"), Text()),
    Field("language", N_("Language"), Text()),
    Field("counter", N_("Counter"), Text()),
    Field("pattern", N_("Names of documents"), Text()),
))  # fmt: skip

TEMPLATE_VERSION = Entity("template_version", 112, "template_version", (
    Field("template", N_("Template"), Reference("template"), column="template_id"),
    Field("number", N_("Version"), Number(), default=1),
    Field("added_at", N_("Added"), Text()),
    Field("added_by", N_("Added by"), Text()),
    Field("note", N_("Note"), Text()),
    Field("files", N_("File"), Files()),
))  # fmt: skip

COUNTER = Entity("counter", 113, "counter", (
    Field("name", N_("Name"), Text()),
    Field("pattern", N_("Pattern"), Text()),
    Field("last", N_("Last number"), Number(), default=0),
    Field("year", N_("Year"), Number()),
))  # fmt: skip

DECLENSION = Entity("declension", 114, "declension", (
    Field("word", N_("Name or post"), Text()),
    Field("case", N_("Case"), Text(), column="grammatical_case"),
    Field("form", N_("Declined"), Text()),
))  # fmt: skip

MAIL_ACCOUNT = Entity("mail_account", 131, "mail_account", (
    Field("name", N_("Name"), Text()),
    Field("address", N_("Address"), Text()),
    Field("sender", N_("Name of the sender"), Text()),
    Field("reply_to", N_("Reply to"), Text()),
    Field("host", N_("Server"), Text()),
    Field("port", N_("Port"), Number()),
    Field("security", N_("Encryption"), Text()),
    Field("login", N_("Log-in"), Text()),
    Field("user_name", N_("User name"), Text()),
    Field("client_id", N_("Client ID"), Text()),
    Field("tenant", N_("Tenant"), Text()),
    Field("pace", N_("Letters a minute"), Number(), default=30),
    Field("unsubscribe", N_("Address for unsubscribing"), Text()),
))  # fmt: skip

LETTER_TEMPLATE = Entity("letter_template", 132, "letter_template", (
    Field("name", N_("Name"), Text()),
    Field("folder", N_("Folder"), Text()),
    Field("section", N_("Section"), Text()),
    Field("language", N_("Language"), Text()),
    Field("subject", N_("Subject"), Text()),
    Field("html", N_("Text"), LongText()),
    Field("plain", N_("Plain text"), LongText()),
    Field("document", N_("Document"), Reference("template"), column="document_id"),
    Field("is_pdf", N_("As PDF"), YesNo(), default=False),
    Field("files", N_("Files"), Files()),
    Field("pictures", N_("Pictures"), Files()),
))  # fmt: skip

MAIL_MARK = Entity("mail_mark", 133, "mail_mark", (
    Field("address", N_("Address"), Text()),
    Field("key", N_("Key"), Text()),
    Field("state", N_("State"), Text()),
    Field("reason", N_("Reason"), Text()),
    Field("marked_at", N_("Marked"), Text()),
))  # fmt: skip

SYNC_ACCOUNT = Entity("sync_account", 121, "sync_account", (
    Field("name", N_("Name"), Text()),
    Field("preset", N_("Provider"), Text()),
    Field("server", N_("Server"), Text()),
    Field("user", N_("User name"), Text(), column="user_name"),
    Field("book", N_("Address book"), Text()),
    Field("book_title", N_("Name of the address book"), Text()),
    # Not references: without its groups an account synchronises nothing instead of everything.
    Field("groups", N_("Groups"), Text(), column="group_uids"),
    Field("rule", N_("When both sides changed"), Text()),
    Field("carries_own", N_("Send fields that vCards have no word for"), YesNo(), default=False),
))  # fmt: skip

HOUSE = (
    GROUP, CHOICE, FILE_SETTING, FIELD, SAVED_FILTER, NOT_DUPLICATE, TEMPLATE, TEMPLATE_VERSION, COUNTER,
    DECLENSION, SYNC_ACCOUNT, MAIL_ACCOUNT, LETTER_TEMPLATE, MAIL_MARK,
)  # fmt: skip
