"""Puts the look on the application: style, palette, font and stylesheet; knows which theme is on."""

from __future__ import annotations

import sys
from functools import cache
from typing import Literal, cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from app.core.settings import Settings
from app.ui.stylesheet import stylesheet
from app.ui.tokens import DARK, LIGHT, METRICS, Metrics, Theme

Choice = Literal["system", "light", "dark"]

STYLE = "Fusion"
"""Qt's style under the stylesheet; ``make_application`` puts it on."""
_FALLBACKS = ["Inter", "Noto Sans", "Cantarell", "Ubuntu", "Liberation Sans", "DejaVu Sans"]
_PLACEHOLDER_FAMILIES = {"", "Sans Serif", "sans-serif", "Sans"}


class ThemeState(QObject):
    """The theme that is on; ``changed`` is sent after the application wears another one."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choice: Choice = "system"
        self.theme: Theme = LIGHT
        self.metrics: Metrics = METRICS
        self._is_following = False
        self._is_applying = False

    def wear(self, app: QApplication, choice: Choice, font_px: int) -> None:
        """Dress the application; the same theme again costs nothing."""
        self.choice = choice
        self._follow(app)
        metrics = METRICS._replace(font=font_px)
        theme = self._chosen(app)
        if theme is self.theme and metrics == self.metrics and app.styleSheet():
            return
        self.theme, self.metrics = theme, metrics
        self._dress(app)
        self.changed.emit()

    def _chosen(self, app: QApplication) -> Theme:
        """The theme of the choice; also tells the platform, for title bars and native parts."""
        hints = app.styleHints()
        self._is_applying = True
        try:
            if self.choice == "system":
                hints.unsetColorScheme()
                return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT
            is_dark = self.choice == "dark"
            hints.setColorScheme(Qt.ColorScheme.Dark if is_dark else Qt.ColorScheme.Light)
            return DARK if is_dark else LIGHT
        finally:
            self._is_applying = False

    def _dress(self, app: QApplication) -> None:
        app.setFont(ui_font(self.metrics.font))
        app.setPalette(palette(self.theme))
        app.setStyleSheet(stylesheet(self.theme, self.metrics))

    def _follow(self, app: QApplication) -> None:
        if not self._is_following:
            self._is_following = True
            app.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    def _on_system_changed(self) -> None:
        app = QApplication.instance()
        if self.choice == "system" and not self._is_applying and isinstance(app, QApplication):
            self.wear(app, "system", self.metrics.font)


_state = ThemeState()


def apply(app: QApplication, choice: Choice = "system", font_px: int = METRICS.font) -> None:
    """Dress the application in a theme; ``system`` follows the system from now on."""
    _state.wear(app, choice, font_px)


def wear(app: QApplication, settings: Settings) -> None:
    """Dress the application as the settings say."""
    apply(app, as_choice(settings.get("theme")), int(settings.get("text_size")))


def current() -> Theme:
    """The colours that are on."""
    return _state.theme


def metrics() -> Metrics:
    """The measures that are on."""
    return _state.metrics


def choice() -> Choice:
    """What the user chose, which may be ``system``."""
    return _state.choice


def signals() -> ThemeState:
    """The object whose ``changed`` tells that another theme is on."""
    return _state


def as_choice(word: str) -> Choice:
    """A stored word as a choice; anything unknown means ``system``."""
    return cast(Choice, word) if word in ("light", "dark") else "system"


def colour(token: str) -> QColor:
    """A colour of the theme that is on, by the name of its token."""
    return QColor(getattr(_state.theme, token))


def ui_font(pixels: int = METRICS.font, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The system's font in the size of the look, with figures of one width where it has them."""
    font = QFont(_families())
    font.setPixelSize(pixels)
    font.setWeight(weight)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def secondary_font() -> QFont:
    """The font of secondary text, for what is painted by hand."""
    return ui_font(_state.metrics.secondary)


@cache
def _families() -> list[str]:
    """Asked once: the rows, the side and the heading want it with every painting."""
    if sys.platform == "win32":
        return ["Segoe UI", *_FALLBACKS]
    family = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    own = [] if family in _PLACEHOLDER_FAMILIES else [family]
    return [*own, *_FALLBACKS]


def palette(theme: Theme) -> QPalette:
    """The palette of a theme, for what is drawn without the stylesheet."""
    made = QPalette()
    for role, token in _ROLES.items():
        made.setColor(role, QColor(getattr(theme, token)))
    for role in _FADING:
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.disabled))
    return made


_Role = QPalette.ColorRole
_ROLES = {
    _Role.Window: "window",
    _Role.WindowText: "text",
    _Role.Base: "surface",
    _Role.AlternateBase: "window",
    _Role.Text: "text",
    _Role.PlaceholderText: "muted",
    _Role.Button: "surface",
    _Role.ButtonText: "text",
    _Role.BrightText: "danger",
    _Role.Highlight: "selection",
    _Role.HighlightedText: "text",
    _Role.Accent: "accent",
    _Role.Link: "accent_text",
    _Role.LinkVisited: "accent_text",
    _Role.ToolTipBase: "tooltip",
    _Role.ToolTipText: "tooltip_text",
    _Role.Light: "surface",
    _Role.Midlight: "hover",
    _Role.Mid: "line_strong",
    _Role.Dark: "muted",
    _Role.Shadow: "shadow",
}
_FADING = (_Role.WindowText, _Role.Text, _Role.ButtonText, _Role.HighlightedText)
