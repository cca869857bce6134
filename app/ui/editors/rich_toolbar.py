"""The marks of a rich text as small buttons, which follow the cursor."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, QUrl, Signal
from PySide6.QtGui import (
    QFont,
    QKeySequence,
    QPalette,
    QShortcut,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextList,
    QTextListFormat,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QTextEdit, QWidget

from app.core.errors import UserError
from app.core.texts import _
from app.ui.opening import checked_address
from app.ui.widgets.buttons import IconButton, PrimaryButton
from app.ui.widgets.labels import plain_tooltip
from app.ui.widgets.naming import named, styled

_Style = QTextListFormat.Style


class RichToolbar(QWidget):
    """Bold, italic, underline, strike, two kinds of lists, link."""

    def __init__(self, edit: QTextEdit, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._edit = edit
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2)
        self.buttons: dict[str, IconButton] = {}
        self._add("bold", _("Bold"), "Ctrl+B", self.toggle_bold)
        self._add("italic", _("Italic"), "Ctrl+I", self.toggle_italic)
        self._add("underline", _("Underline"), "Ctrl+U", self.toggle_underline)
        self._add("strikethrough", _("Strike through"), "Ctrl+Shift+X", self.toggle_strike)
        self._row.addSpacing(8)
        self._add("list", _("List"), "Ctrl+Shift+8", lambda: self.toggle_list(_Style.ListDisc))
        self._add(
            "list-ordered", _("Numbered list"), "Ctrl+Shift+7", lambda: self.toggle_list(_Style.ListDecimal)
        )
        self._row.addSpacing(8)
        self._add("link", _("Link"), "Ctrl+L", self.ask_link)
        self._row.addStretch(1)
        edit.currentCharFormatChanged.connect(self._follow)
        edit.cursorPositionChanged.connect(self._follow)

    def _add(self, icon_name: str, does: str, keys: str, act: Callable[[], object]) -> None:
        button = IconButton(
            icon_name, does, f"{self.objectName()}.{icon_name}", kind="flat", is_small=True, shortcut=keys
        )
        button.setCheckable(icon_name != "link")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # each has its keys; Tab goes on to the text
        button.clicked.connect(lambda _checked=False: act())
        shortcut = QShortcut(QKeySequence(keys), self._edit)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(act)
        self.buttons[icon_name] = button
        self._row.addWidget(button)

    def toggle_bold(self) -> None:
        """Bold, or not."""
        is_on = self._edit.currentCharFormat().fontWeight() >= QFont.Weight.DemiBold
        form = QTextCharFormat()
        form.setFontWeight(QFont.Weight.Normal if is_on else QFont.Weight.Bold)
        self._edit.mergeCurrentCharFormat(form)

    def toggle_italic(self) -> None:
        """Italic, or not."""
        form = QTextCharFormat()
        form.setFontItalic(not self._edit.currentCharFormat().fontItalic())
        self._edit.mergeCurrentCharFormat(form)

    def toggle_underline(self) -> None:
        """Underlined, or not."""
        form = QTextCharFormat()
        form.setFontUnderline(not self._edit.currentCharFormat().fontUnderline())
        self._edit.mergeCurrentCharFormat(form)

    def toggle_strike(self) -> None:
        """Struck through, or not."""
        form = QTextCharFormat()
        form.setFontStrikeOut(not self._edit.currentCharFormat().fontStrikeOut())
        self._edit.mergeCurrentCharFormat(form)

    def toggle_list(self, style: QTextListFormat.Style) -> None:
        """The paragraphs become a list of that style, or plain again."""
        cursor = self._edit.textCursor()
        now = _list_at(cursor)
        if now is not None and now.format().style() == style:
            cursor.beginEditBlock()
            block, last = self._edit.document().findBlock(cursor.selectionStart()), cursor.selectionEnd()
            while block.isValid() and block.position() <= last:
                if (own := _list_of(block)) is not None:
                    own.remove(block)
                block = block.next()
            plain = QTextBlockFormat()
            plain.setIndent(0)
            cursor.mergeBlockFormat(plain)
            cursor.endEditBlock()
        else:
            cursor.createList(style)
        self._follow()

    def ask_link(self) -> LinkPopup:
        """Ask for the address of the selected words, or of the word at the cursor."""
        popup = LinkPopup(self._edit, self._edit.currentCharFormat().anchorHref(), self.objectName())
        popup.chosen.connect(self.set_link)
        popup.show()
        popup.line.setFocus()
        return popup

    def set_link(self, address: str) -> None:
        """Make a link of the selected words; an empty address takes the link away."""
        cursor = self._edit.textCursor()
        if not cursor.hasSelection():
            if address and not cursor.charFormat().isAnchor():
                start = cursor.position()
                cursor.insertText(address)
                cursor.setPosition(start, cursor.MoveMode.KeepAnchor)
            else:
                cursor.select(cursor.SelectionType.WordUnderCursor)
        form = QTextCharFormat()
        form.setAnchor(bool(address))
        form.setAnchorHref(address)
        form.setFontUnderline(bool(address))
        role = QPalette.ColorRole.Link if address else QPalette.ColorRole.Text
        form.setForeground(self._edit.palette().brush(role))
        cursor.mergeCharFormat(form)
        self._edit.setFocus()

    def _follow(self, _form: object = None) -> None:
        form, current = self._edit.currentCharFormat(), _list_at(self._edit.textCursor())
        style = current.format().style() if current is not None else None
        for name, is_on in (
            ("bold", form.fontWeight() >= QFont.Weight.DemiBold),
            ("italic", form.fontItalic()),
            ("underline", form.fontUnderline() and not form.isAnchor()),
            ("strikethrough", form.fontStrikeOut()),
            ("list", style == _Style.ListDisc),
            ("list-ordered", style == _Style.ListDecimal),
        ):
            self.buttons[name].setChecked(is_on)


def _list_at(cursor: QTextCursor) -> QTextList | None:
    return cursor.currentList()


def _list_of(block: QTextBlock) -> QTextList | None:
    return block.textList()


class LinkPopup(QFrame):
    """A field for the address of a link; only addresses that may be opened are taken."""

    chosen = Signal(str)

    def __init__(self, edit: QTextEdit, address: str, name: str) -> None:
        super().__init__(edit, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("card", "true")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 8, 8, 8)
        row.setSpacing(8)
        self.line = named(QLineEdit(address), f"{name}.address", _("Address of the link"))
        self.line.setPlaceholderText("https://")
        self.line.setMinimumWidth(260)
        self.line.returnPressed.connect(self.accept)
        button = PrimaryButton(_("Link"), f"{name}.accept")
        button.clicked.connect(self.accept)
        row.addWidget(self.line)
        row.addWidget(button)
        self.adjustSize()
        self.move(edit.mapToGlobal(edit.cursorRect().bottomLeft() + QPoint(0, 4)))

    def accept(self) -> None:
        """Take the address if it is one that may be opened; an empty one takes the link away."""
        text = self.line.text().strip()
        try:
            address = checked_address(text) if text else ""
        except UserError as error:
            styled(self.line, "state", "danger")
            self.line.setToolTip(plain_tooltip(str(error)))
            return
        self.close()
        self.chosen.emit(QUrl(address).toString() if address else "")
