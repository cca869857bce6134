"""What can be wrong with a template: known to the child process by kind, told to the user in one sentence."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

from app.core.texts import N_, _

LONGEST_DETAIL = 300


@dataclass(eq=False)  # an exception must stay hashable
class DocumentError(Exception):
    """A known reason why no document was made; crosses from the child process as plain data."""

    kind: str
    detail: str = ""
    part: str = ""
    near: str = ""

    def to_plain(self) -> dict[str, str]:
        """The problem as strings of bounded length."""
        return {name: text[:LONGEST_DETAIL] for name, text in asdict(self).items()}

    @classmethod
    def from_plain(cls, plain: dict[str, str]) -> DocumentError:
        return cls(**{field.name: str(plain.get(field.name, "")) for field in fields(cls)})


SENTENCES = {
    "missing": N_("The template {file} does not exist. Choose another template."),
    "unreadable": N_("The template {file} cannot be read: {detail}."),
    "empty": N_("The template {file} is empty (0 bytes). Choose another template."),
    "damaged": N_("The template {file} is damaged. Repair it in Word or choose another one."),
    "not_word": N_("{file} is not a Word document. Choose a .docx, .dotx, .docm or .dotm file."),
    "old_doc": N_("{file} is in the old Word format. Open it in Word and save it as Word Document (.docx)."),
    "protected": N_("The template {file} is protected by a password. Remove the password in Word first."),
    "strict": N_("{file} is a Strict Open XML document. Save it in Word as Word Document (.docx)."),
    "too_big": N_("The template {file} is too big: unpacked it takes more than {detail} MB."),
    "syntax": N_("The template {file} has a mistake {place}: {detail}"),
    "forbidden": N_("The template {file} tries something that templates may not do, {place}: {detail}"),
    "evaluation": N_("The template {file} could not be filled {place}: {detail}"),
    "broken": N_(
        "The placeholders of {file} break the document {place}. Put each {{%p …%}} tag in a paragraph "
        "of its own and each {{%tr …%}} tag in a table row of its own."
    ),
    "memory": N_("Filling the template {file} takes too much memory; it was stopped. Check its loops."),
    "time": N_("Filling the template {file} took longer than {detail} s; it was stopped. Check its loops."),
    "crashed": N_("The template {file} could not be filled: the helper process ended ({detail})."),
    "unwritable": N_("The document {out} cannot be written: {detail}. Choose another place or name."),
    "in_use": N_("{out} cannot be replaced; it may be open in another program. Close it and try again."),
}

PLACES = {
    "body": N_("in the document body"),
    "header": N_("in a header"),
    "footer": N_("in a footer"),
    "footnotes": N_("in the footnotes"),
    "endnotes": N_("in the endnotes"),
    "comments": N_("in the comments"),
    "properties": N_("in the document properties"),
    "name": N_("in the pattern of names"),
    "subject": N_("in the subject"),
    "html": N_("in the text of the letter"),
    "plain": N_("in the plain text of the letter"),
}

REMOVED = {
    "macros": N_("Macros and commands: {what}"),
    "control": N_("ActiveX control: {what}"),
    "template": N_("Attached template: {what}"),
    "image": N_("Picture loaded from elsewhere: {what}"),
    "picture": N_("Picture that Word cannot show: {what}"),
    "link": N_("Link to a file: {what}"),
    "source": N_("Content loaded from elsewhere: {what}"),
    "field": N_("Field that loads from elsewhere: {what}"),
}


def sentence(problem: DocumentError, file: str, out: str) -> str:
    """The problem in the user's language, naming the file and the place in it."""
    return _(SENTENCES[problem.kind]).format(
        file=file, out=out, detail=problem.detail, place=place_words(problem)
    )


def removed_sentence(kind: str, what: str) -> str:
    """What was left out of the document, in the user's language."""
    return _(REMOVED[kind]).format(what=what)


def place_words(problem: DocumentError) -> str:
    """Where it is, in the user's language."""
    place = _(PLACES.get(problem.part, PLACES["body"]))
    if problem.near:
        return _("{place} near “{text}”").format(place=place, text=problem.near)
    return place
