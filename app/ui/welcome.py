"""The page of the first start, in the middle of the window: a new file, an old one, demo data, a list."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.core.override import override
from app.core.paths import APP_NAME
from app.core.settings import SETTINGS
from app.core.texts import _, use_language
from app.ui import theme
from app.ui.icons import application_icon, paint_icon, pixmap
from app.ui.widgets.labels import ElidedLabel, label, plain_tooltip
from app.ui.widgets.naming import named, on_surface

if TYPE_CHECKING:
    from app.ui.desk import Desk

WIDTH = 560
RECENT_SHOWN = 5


class WelcomePage(QWidget):
    """Four ways to begin (commands of the program), the files opened before, and the language."""

    language_changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_surface(named(self, "welcome", _("Welcome")), "window")
        self._desk = desk
        self._outer = QHBoxLayout(self)
        self._outer.setContentsMargins(24, 24, 24, 24)
        self._content: QWidget | None = None
        self._fill()
        desk.library_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Write all texts anew, in the language in use and with the recent files of now."""
        self._fill()

    def _fill(self) -> None:
        if self._content is not None:
            self._content.hide()
            self._content.deleteLater()
        while self._outer.takeAt(0) is not None:
            pass
        self._content = content = QWidget()
        content.setMaximumWidth(theme.metrics().scaled(WIDTH))
        content.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addStretch(2)
        column.addLayout(self._head())
        column.addSpacing(16)
        for name, icon_name, title, text, command in self._ways():
            button = WideButton(icon_name, title, text, f"welcome_{name}", is_main=name == "import")
            button.clicked.connect(partial(self._start, command))
            column.addWidget(button)
            if name == "new":
                column.addLayout(self._purpose())
        self._add_recent(column)
        column.addStretch(3)
        column.addLayout(self._foot())
        self._outer.addStretch(1)
        self._outer.addWidget(content, 20)
        self._outer.addStretch(1)
        content.show()

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(14)
        mark = label("")
        mark.setPixmap(application_icon().pixmap(QSize(48, 48), self.devicePixelRatioF()))
        row.addWidget(mark)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(_("Welcome to {program}").format(program=APP_NAME), "title"))
        words.addWidget(
            label(_("Clients, firms, tasks and notes in one file on your own computer."), "muted")
        )
        row.addLayout(words, 1)
        return row

    def _ways(self) -> list[tuple[str, str, str, str, str]]:
        """Name, icon, title, explanation and command of each way to begin."""
        bring = _("From Excel, a text file or address cards into a new file of this program.")
        new = _("Make an empty file and write down the first one.")
        demo = _("A file with invented people; they go again in one step.")
        return [
            ("import", "file-spreadsheet", _("Import your list"), bring, "file.new_from_list"),
            ("new", "user-plus", _("New client"), new, "file.new_client"),
            ("demo", "sparkles", _("Look around with demo data"), demo, "file.demo"),
            ("open", "folder-open", _("Open a file"), _("One that was made before."), "file.open"),
        ]

    def _add_recent(self, column: QVBoxLayout) -> None:
        recent = self._desk.recent_files()[:RECENT_SHOWN]
        if not recent:
            return
        column.addSpacing(12)
        column.addWidget(label(_("Opened before"), "heading"))
        for number, path in enumerate(recent):
            button = RecentButton(path, f"welcome_recent_{number}")
            button.clicked.connect(partial(self._choose, path))
            column.addWidget(button)

    def _purpose(self) -> QHBoxLayout:
        """What a new file is set up for; the choice holds for a list that begins one too."""
        from app.services.presets import PRESETS

        row = QHBoxLayout()
        row.setContentsMargins(2, 0, 0, 6)
        row.setSpacing(10)
        caption = label(_("Set up for"), "muted")
        self._preset = named(QComboBox(), "welcome_preset", _("Set up for"))
        for each in PRESETS.values():
            self._preset.addItem(_(each.title), each.key)
        hint = ElidedLabel("", "secondary")

        def tell() -> None:
            hint.setText(_(PRESETS[str(self._preset.currentData())].hint))

        self._preset.currentIndexChanged.connect(tell)
        tell()
        row.addWidget(caption)
        row.addWidget(self._preset)
        row.addWidget(hint, 1)
        return row

    def _start(self, command: str, _is_on: bool = False) -> None:
        key = str(self._preset.currentData())
        fitting = f"{command}.{key}"
        self._desk.commands.run(fitting if self._desk.commands.get(fitting) is not None else command)

    def _choose(self, path: Path, _is_on: bool = False) -> None:
        self._desk.open_file(path)

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        mark = label("")
        mark.setPixmap(pixmap("languages", "muted", dpr=self.devicePixelRatioF()))
        row.addStretch(1)
        row.addWidget(mark)
        box = named(QComboBox(), "welcome_language", _("Language"))
        setting = next(each for each in SETTINGS if each.key == "language")
        for key, text in setting.choices:
            box.addItem(_(text), key)
        box.setCurrentIndex(max(0, box.findData(self._desk.settings.get("language"))))
        box.activated.connect(lambda: self._set_language(str(box.currentData())))
        row.addWidget(box)
        row.addStretch(1)
        return row

    def _set_language(self, code: str) -> None:
        self._desk.settings.set("language", code)
        use_language(self._desk.settings.language)
        self.language_changed.emit()
        self._desk.renewal_wanted.emit()
        self.refresh()


class WideButton(QAbstractButton):
    """A way to begin: icon, title, and what it is for."""

    def __init__(
        self, icon_name: str, title: str, text: str, object_name: str, *, is_main: bool = False
    ) -> None:
        super().__init__()
        self._icon_name, self._text, self._is_main = icon_name, text, is_main
        self.setText(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        named(self, object_name, title)
        self.setAccessibleDescription(text)

    @override
    def sizeHint(self) -> QSize:
        return QSize(360, 2 * self.fontMetrics().height() + 24)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_on = self.underMouse() or self.isDown()
        ground, edge = ("hover" if is_on else "surface"), ("line_strong" if is_on else "line")
        if self._is_main:
            ground = edge = "accent_hover" if is_on else "accent"
        if self.hasFocus():
            edge = "text" if self._is_main else "accent"
        painter.setBrush(theme.colour(ground))
        painter.setPen(QPen(theme.colour(edge), 2 if self.hasFocus() else 1))
        radius = theme.metrics().card_radius
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)
        place = QRect(18, 0, 20, self.height())
        paint_icon(painter, place, self._icon_name, "on_accent" if self._is_main else "accent")
        self._paint_words(painter)

    def _paint_words(self, painter: QPainter) -> None:
        half = self.height() // 2
        room = self.rect().adjusted(56, 8, -16, -half)
        font = theme.ui_font(theme.metrics().font)
        font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(theme.colour("on_accent" if self._is_main else "text"))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, self.text())
        painter.setFont(theme.secondary_font())
        painter.setPen(theme.colour("on_accent" if self._is_main else "muted"))
        room = self.rect().adjusted(56, half + 1, -16, -8)
        shown = painter.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, shown)


class RecentButton(QAbstractButton):
    """A file opened before: its name, and the folder it lies in."""

    def __init__(self, path: Path, object_name: str) -> None:
        super().__init__()
        self._path = path
        self.setText(path.stem)
        self.setToolTip(plain_tooltip(str(path)))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        named(self, object_name, _("Open {name}").format(name=path.name))

    @override
    def sizeHint(self) -> QSize:
        return QSize(360, theme.metrics().tree_row)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 1) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("pressed"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        paint_icon(painter, QRect(8, 0, 16, self.height()), "file", "muted")
        metrics = self.fontMetrics()
        name = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width() // 2)
        painter.setPen(theme.colour("text"))
        painter.drawText(self.rect().adjusted(32, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, name)
        left = 32 + metrics.horizontalAdvance(name) + 10
        painter.setFont(theme.secondary_font())
        painter.setPen(theme.colour("muted"))
        room = self.rect().adjusted(left, 0, -8, 0)
        folder = painter.fontMetrics().elidedText(
            str(self._path.parent), Qt.TextElideMode.ElideMiddle, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, folder)
