"""The widgets of a card and where they stand; what they show and save is the card's own matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.blueprint.section import Section
from app.core.override import override
from app.core.texts import _
from app.ui.card.alike_notice import AlikeNotice
from app.ui.card.changes import card_fields
from app.ui.card.footer import CardFooter
from app.ui.card.form import CardForm, chain, focusable
from app.ui.card.header import CardHeader
from app.ui.card.index import GroupIndex
from app.ui.card.notice import Notice
from app.ui.dialog_owner import with_guide
from app.ui.editors import Editor, editor_for
from app.ui.editors.finder import title_keys
from app.ui.widgets.naming import guided, named, on_surface
from app.ui.window_place import within_screen

if TYPE_CHECKING:
    from app.ui.desk import Desk

_SIZE = QSize(720, 640)
_SIZE_KEY = "card.size"


class CardFrame(QDialog):
    """Head, notice, index of groups, fields, foot; Tab goes through them from top to bottom."""

    def __init__(self, desk: Desk, section: Section) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._desk, self.section = desk, section
        guided(named(self, "card", _(section.one)), section.guide)
        with_guide(self)
        self._build()
        self._lay_out()
        self._tabs_timer = QTimer(self)
        self._tabs_timer.setSingleShot(True)
        self._tabs_timer.setInterval(0)
        self._tabs_timer.timeout.connect(self.order_tabs)
        self._connect_form()
        wanted = QSize(*desk.state.get(_SIZE_KEY, (_SIZE.width(), _SIZE.height())))
        self.resize(within_screen(self, wanted))

    def _connect_form(self) -> None:
        for editor in self.editors.values():
            editor.rearranged.connect(self._tabs_timer.start)
        self.index.chosen.connect(self.form.show_group)
        self.form.reached.connect(self.index.mark)

    def remake_form(self, section: Section) -> None:
        """The fields are others now: new editors in the place of the old ones, still empty."""
        old = (self.index, self.form)
        self.section = section
        self._build_form()
        for former, new in zip(old, (self.index, self.form), strict=True):
            self._middle.replaceWidget(former, new)
            former.hide()
            former.deleteLater()
        self._connect_form()

    def remember_size(self) -> None:
        """The next card opens as large as this one."""
        self._desk.state.set(_SIZE_KEY, [self.width(), self.height()])

    def order_tabs(self) -> None:
        """Tab goes as the eye does, also after lines came or went."""
        inside = self.form.widget()
        fields = list(focusable(inside)) if inside is not None else []
        head = list(focusable(self.header))
        chain([*head, *fields, *focusable(self.footer), self.index])

    def focus_first(self) -> None:
        """The cursor waits in the field that names the record."""
        keys = title_keys(self.section, "x", self._desk.context())
        key = next((key for key in keys if key in self.form.editors), next(iter(self.form.editors), ""))
        if key:
            self.form.editors[key].setFocus(Qt.FocusReason.TabFocusReason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.accept()  # a plain Enter belongs to the field, it never closes the card
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        image = self.section.by_key.get(self.section.image)
        self.image = editor_for(image, self._desk) if image is not None else None
        self.header = CardHeader(self.section, self.image, self._desk.icon_of(self.section.key))
        self.notice, self.alike_notice = Notice("card.notice"), AlikeNotice("card.alike")
        self.header.put_beside(self.alike_notice)
        self._build_form()
        self.footer = CardFooter()

    def _build_form(self) -> None:
        image = self.section.image if self.image is not None else ""
        self.form = CardForm(self._desk, card_fields(self.section), skipped=image)
        self.editors: dict[str, Editor] = dict(self.form.editors)
        if self.image is not None:
            self.editors[image] = self.image
        self.index = GroupIndex([box.group for box in self.form.boxes.values()])

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(_rule())
        column.addWidget(self.notice)
        self._middle = QHBoxLayout()
        self._middle.setSpacing(0)
        self._middle.addWidget(self.index)
        self._middle.addWidget(_rule(is_upright=True))
        self._middle.addWidget(self.form, 1)
        column.addLayout(self._middle, 1)
        column.addWidget(_rule())
        column.addWidget(self.footer)


def _rule(is_upright: bool = False) -> QWidget:
    made = QWidget()
    on_surface(made, "window")
    made.setProperty("rule", "true")
    if is_upright:
        made.setFixedWidth(1)
    else:
        made.setFixedHeight(1)
    return made
