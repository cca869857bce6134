"""Ready-made templates are called in the language of the program, also when a copy lies in the file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.core.texts import use_language
from app.services.documents.templates import Templates, shipped
from app.services.library import Library


@pytest.fixture
def templates(library: Library) -> Iterator[Templates]:
    yield library.documents.templates
    use_language("en")


def take(templates: Templates, name: str) -> str:
    """As the button "Take into the file" does it."""
    ready = next(each for each in shipped() if each.name == name)
    assert ready.path is not None
    return templates.add(ready.path, name=ready.name, language=ready.language).uid


def names(templates: Templates) -> list[str]:
    return [each.name for each in templates.all()]


def test_a_copy_of_a_ready_made_template_is_called_as_the_program_speaks(templates: Templates) -> None:
    for name in ("Letter (English)", "Letter (Română)", "Letter (English)"):
        take(templates, name)
    assert names(templates) == ["Letter (English)", "Letter (English) (2)", "Letter (Română)"]
    use_language("ro")
    assert names(templates) == ["Scrisoare (Română)", "Scrisoare (English)", "Scrisoare (English) (2)"]
    use_language("ru")
    assert names(templates)[0] == "Письмо (English)"
    assert take(templates, "Письмо (Română)")
    assert names(templates)[-1] == "Письмо (Română) (2)"


def test_a_template_that_the_user_called_otherwise_keeps_its_name(templates: Templates) -> None:
    uid = take(templates, "Letter (English)")
    templates.change(uid, name="Letter to clients")
    use_language("ro")
    assert names(templates) == ["Letter to clients"]


def test_a_command_finds_a_copy_by_its_name_in_any_language(templates: Templates) -> None:
    uid = take(templates, "Letter (English)")
    templates.change(uid, folder="Sales")
    use_language("ro")
    for name in ("Letter (English)", "Scrisoare (English)", "Sales/Letter (English)", "Письмо (English)"):
        assert templates.named(name).uid == uid
