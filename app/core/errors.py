"""Known errors: sentences for the user. Everything else that is raised is a bug."""

from __future__ import annotations


class UserError(Exception):
    """The world is in the way (bad file, full disk, wrong cell); the message is shown as it is.

    The sentence names the place and says what to do; it is already translated.
    """


class UsageError(UserError):
    """A command or a call was given words it does not know (exit status 2)."""


class ConflictError(UserError):
    """Somebody changed the same record in between; nothing was written."""


class FileTooNewError(UserError):
    """The file was written by a newer version of the program; it was not touched."""
