"""One record in the panel: head, acts, cards of fields, attachments, related records, history."""

from __future__ import annotations

from functools import partial
from itertools import groupby

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.texts import _
from app.ui.panel.action_row import ActionRow
from app.ui.panel.acts import RecordActs
from app.ui.panel.field_lines import LineRow, RichBlock
from app.ui.panel.history_card import HistoryCard
from app.ui.panel.lines import Line
from app.ui.panel.page import CardPage, RecordPage
from app.ui.panel.small import ByWidth, FlagMark, WrappedLabel
from app.ui.widgets.avatar import AvatarWidget
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.chips import ChipRow, TagLabel
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.labels import label
from app.ui.widgets.naming import named
from app.ui.widgets.panel import SurfaceCard

_AVATAR = 56


class RecordView(ByWidth):
    """Made anew for each page; holds no state of its own."""

    def __init__(self, page: RecordPage, acts: RecordActs) -> None:
        super().__init__()
        named(self, "record_view", page.title)
        self._page, self._acts = page, acts
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 4, 16)
        column.setSpacing(12)
        column.addWidget(Head(page, acts))
        row = ActionRow(acts)
        if row.buttons:
            column.addWidget(row)
        for card in page.cards:
            column.addWidget(self._card(card))
        if page.attachments:
            column.addWidget(self._attachments())
        if page.related:
            column.addWidget(self._related())
        column.addWidget(HistoryCard(page, acts))
        column.addStretch(1)

    def _card(self, card: CardPage) -> SurfaceCard:
        pencil = IconButton(
            "pencil", _("Edit: {group}").format(group=_(card.title)), f"edit_{card.key}", role="muted",
            kind="flat", is_small=True,
        )  # fmt: skip
        pencil.setIconSize(QSize(14, 14))
        pencil.clicked.connect(lambda: self._acts.edit(card.key))
        made = SurfaceCard(_(card.title), f"card_{card.key}", pencil)
        is_alone = len(card.lines) == 1
        for line in card.lines:
            is_wide = is_alone and (line.is_long or _(card.title) == line.label) and not line.has_act
            row = RichBlock(line, self._acts) if line.is_rich else LineRow(line, self._acts, is_wide=is_wide)
            made.body.addWidget(row)
        if card.empty:
            edit = partial(self._acts.edit, card.key)
            made.body.addWidget(LineRow(Line("empty", _("Empty"), ", ".join(card.empty)), self._acts, edit))
        return made

    def _attachments(self) -> SurfaceCard:
        made = SurfaceCard(_("Files"), "card_files")
        for each in self._page.attachments:
            size = _size_text(int(each.get("size") or 0))
            line = Line("attachments", size, str(each.get("name") or ""))
            made.body.addWidget(LineRow(line, self._acts, partial(self._acts.open_attachment, each)))
        return made

    def _related(self) -> SurfaceCard:
        made = SurfaceCard(_("Related records"), "card_related")
        found = sorted(self._page.related, key=lambda each: each.field_label)
        for name, group in groupby(found, key=lambda each: each.field_label):
            for number, each in enumerate(group):
                label_text = name if number == 0 else ""
                target = (each.section, each.uid)
                line = Line("links", label_text, each.title, self._beside(each.subtitle), target=target)
                made.body.addWidget(LineRow(line, self._acts))
        return made

    def _beside(self, subtitle: str) -> str:
        """What is said of a related record, without the name of this one: of a person, the job alone."""
        return " · ".join(part for part in subtitle.split(" · ") if part != self._page.title)


class Head(QWidget):
    """Picture or initials, title, subtitle, flag, tags and groups."""

    def __init__(self, page: RecordPage, acts: RecordActs) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        if page.section.has_avatar or page.picture:
            avatar = AvatarWidget(_AVATAR)
            avatar.setObjectName("panel_avatar")
            picture = QPixmap.fromImage(QImage.fromData(page.picture)) if page.picture else None
            avatar.show_record(page.title, page.uid, picture)
            row.addWidget(avatar, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(3)
        title = WrappedLabel(page.title, "title")
        title.setObjectName("panel_title")
        words.addWidget(title)
        if page.subtitle:
            words.addWidget(self._subtitle(page, acts))
        labels = self._labels(page)
        if labels is not None:
            words.addWidget(labels)
        words.addStretch(1)
        row.addLayout(words, 1)

    def _subtitle(self, page: RecordPage, acts: RecordActs) -> QWidget:
        """The words of the subtitle with dots between; a record among them leads there."""
        made = QWidget()
        made.setObjectName("panel_subtitle")
        flow = FlowLayout(made, gap=4, line_gap=0)
        for number, line in enumerate(page.subtitle):
            if number:
                flow.add_separator(label("·", "muted"))
            plain = label(line.text, "muted")
            flow.addWidget(acts.link(line, "panel_subtitle_link") if line.has_act else plain)
        return made

    def _labels(self, page: RecordPage) -> ChipRow | None:
        if not (page.flag or page.tags or page.groups):
            return None
        # Without a parent its show() opens a window of its own for a moment, which closes an open menu.
        row = ChipRow("panel_labels", gap=4, parent=self)
        if page.flag:
            row.add(FlagMark(page.flag, page.flag_label))
        for tag in page.tags:
            row.add(TagLabel(tag, "accent"))
        for group in page.groups:
            row.add(TagLabel(group))
        return row


def _size_text(size: int) -> str:
    """Bytes in words short enough for a label."""
    if size < 1024:
        return _("{n} B").format(n=size)
    if size < 1024 * 1024:
        return _("{n} KB").format(n=round(size / 1024))
    return _("{n} MB").format(n=f"{size / 1024 / 1024:.1f}")
