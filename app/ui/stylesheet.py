"""The one stylesheet of the program, made from the tokens.

Item views have few ``::item`` rules on purpose: those would send every cell through the stylesheet.
"""

from __future__ import annotations

from string import Template

from app.core.paths import resource
from app.ui.tokens import METRICS, Metrics, Theme

_BASE = """
QMainWindow, QDialog, QWizard { background: $window; }
QWidget[surface="window"] { background: $window; }
QWidget[surface="surface"] { background: $surface; }
QWidget[surface="side"] { background: $side; }
QLabel[role="title"] { font-size: ${title_px}px; font-weight: 600; color: $text; }
QLabel[role="heading"] { font-size: ${secondary_px}px; font-weight: 600; color: $muted; }
QLabel[role="overdue"] { font-size: ${secondary_px}px; font-weight: 600; color: $danger; }
QLabel[role="secondary"] { font-size: ${secondary_px}px; color: $muted; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="warning"] { color: $warning_text; }
QLabel[role="danger"] { color: $danger; }
QLabel[role="accent"] { color: $accent_text; }
QFrame[card="true"] { background: $surface; border: 1px solid $line; border-radius: ${card_radius}px; }
QFrame[rule="true"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QToolTip { background: $tooltip; color: $tooltip_text; border: 1px solid $tooltip; padding: 4px 6px; }
QStatusBar { background: $side; border-top: 1px solid $line; color: $muted; font-size: ${secondary_px}px; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $muted; font-size: ${secondary_px}px; padding: 3px 6px; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QSplitter::handle:hover { background: $accent; }
"""

_BUTTONS = """
QPushButton { background: $surface; color: $text; border: 1px solid $line; border-radius: ${radius}px;
    min-height: ${inner}px; padding: ${pad}px 11px; }
QPushButton:hover { background: $hover; border-color: $line_strong; }
QPushButton:pressed, QPushButton:checked { background: $pressed; border-color: $line_strong; }
QPushButton:focus { border: 2px solid $accent; padding: ${pad_focus}px 10px; }
QPushButton:disabled { color: $disabled; background: $window; border-color: $line; }
QPushButton[kind="primary"], QPushButton:default { background: $accent; color: $on_accent;
    border-color: $accent; font-weight: 600; }
QPushButton[kind="primary"]:hover, QPushButton:default:hover { background: $accent_hover;
    border-color: $accent_hover; }
QPushButton[kind="primary"]:pressed, QPushButton:default:pressed { background: $accent_pressed;
    border-color: $accent_pressed; }
QPushButton[kind="primary"]:focus, QPushButton:default:focus { border: 2px solid $text; }
QPushButton[kind="danger"] { background: $danger; color: $on_danger; border-color: $danger;
    font-weight: 600; }
QPushButton[kind="danger"]:hover { background: $danger_hover; border-color: $danger_hover; }
QPushButton[kind="danger"]:pressed { background: $danger_pressed; border-color: $danger_pressed; }
QPushButton[kind="danger"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled, QPushButton[kind="danger"]:disabled, QPushButton:default:disabled {
    background: $pressed; color: $disabled; border-color: $pressed; }
QPushButton[kind="flat"] { background: transparent; border-color: transparent; }
QPushButton[kind="flat"]:hover { background: $pressed; }
QPushButton[kind="flat"]:focus { border-color: $accent; }
QPushButton[kind="segment"] { background: transparent; border: 1px solid transparent; color: $muted;
    font-size: ${secondary_px}px; min-height: ${segment}px; padding: 0 8px; }
QPushButton[kind="segment"]:hover { color: $text; background: $hover; }
QPushButton[kind="segment"]:checked { color: $accent_text; background: $accent_tint;
    border-color: transparent; font-weight: 600; }
QPushButton[kind="segment"]:focus { border: 1px solid $accent; }
QPushButton[kind="link"] { background: transparent; border: 1px solid transparent; color: $accent_text;
    min-height: 16px; padding: 1px 3px; text-align: left; }
QPushButton[tight="true"] { padding: 0; }
QPushButton[kind="link"][quiet="true"] { color: $muted; font-size: ${secondary_px}px; }
QPushButton[kind="link"][quiet="true"]:hover { color: $text; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:pressed { color: $text; }
QPushButton[kind="link"]:focus { border: 1px solid $accent; }
QPushButton[kind="link"]:disabled { color: $disabled; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QPushButton::menu-indicator { image: url("$art/chevron-down.svg"); width: ${icon}px; height: ${icon}px;
    subcontrol-origin: padding; subcontrol-position: center right; right: 8px; }
QToolButton[kind="quiet"], QToolButton[kind="flat"] { border: 1px solid $line; border-radius: ${radius}px;
    background: $surface; padding: 0; }
QToolButton[kind="flat"] { border-color: transparent; background: transparent; }
QToolButton[kind="quiet"]:hover { background: $hover; border-color: $line_strong; }
QToolButton[kind="flat"]:hover { background: $pressed; }
QToolButton[kind="quiet"]:pressed, QToolButton[kind="flat"]:pressed,
QToolButton[kind="quiet"]:checked, QToolButton[kind="flat"]:checked { background: $pressed; }
QToolButton[kind="quiet"]:focus, QToolButton[kind="flat"]:focus { border: 2px solid $accent; }
QToolButton[small="true"] { border-radius: 4px; }
QToolButton::menu-indicator { image: none; }
QSizeGrip { image: none; }
QCheckBox, QRadioButton { spacing: 8px; min-height: ${inner}px; }
QCheckBox:disabled, QRadioButton:disabled { color: $disabled; }
QCheckBox::indicator, QRadioButton::indicator, QTreeView::indicator, QListView::indicator,
QTableView[padded="true"]::indicator { width: 14px; height: 14px; border: 1px solid $muted;
    border-radius: 4px; background: $surface; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; background: $hover; }
QCheckBox::indicator:checked, QTreeView::indicator:checked, QListView::indicator:checked,
QTableView[padded="true"]::indicator:checked { background: $accent; border-color: $accent;
    image: url("$art/check.svg"); }
QCheckBox::indicator:indeterminate, QTreeView::indicator:indeterminate { background: $accent;
    border-color: $accent; image: url("$art/minus.svg"); }
QRadioButton::indicator:checked { background: $accent; border-color: $accent; image: url("$art/dot.svg"); }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border: 2px solid $accent; width: 12px;
    height: 12px; }
QCheckBox::indicator:checked:focus, QRadioButton::indicator:checked:focus { border-color: $text; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $line_strong;
    background: $window; }
QCheckBox::indicator:checked:disabled, QRadioButton::indicator:checked:disabled,
QListView::indicator:checked:disabled {
    background: $disabled; border-color: $disabled; }
"""

_INPUTS = """
QLineEdit, QTextEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox { background: $surface; color: $text;
    border: 1px solid $line; border-radius: ${radius}px; selection-background-color: $text_selection;
    selection-color: $text; placeholder-text-color: $muted; }
QLineEdit, QComboBox, QAbstractSpinBox { min-height: ${inner}px; padding: ${pad}px 7px; }
QAbstractSpinBox { max-height: ${inner}px; }
QTextEdit, QPlainTextEdit { padding: 4px 5px; }
QLineEdit:hover, QTextEdit:hover, QPlainTextEdit:hover, QComboBox:hover, QAbstractSpinBox:hover {
    border-color: $line_strong; }
QLineEdit:focus, QComboBox:focus, QComboBox:on, QAbstractSpinBox:focus { border: 2px solid $accent;
    padding: ${pad_focus}px 6px; }
QTextEdit:focus, QPlainTextEdit:focus { border: 2px solid $accent; padding: 3px 4px; }
QLineEdit:read-only, QTextEdit:read-only, QPlainTextEdit:read-only { background: $window; }
QLineEdit:disabled, QTextEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled,
QAbstractSpinBox:disabled { background: $window; color: $disabled; border-color: $line; }
QLineEdit[state="warning"], QTextEdit[state="warning"], QPlainTextEdit[state="warning"],
QComboBox[state="warning"], QAbstractSpinBox[state="warning"] { border-color: $warning; }
QLineEdit[state="danger"], QTextEdit[state="danger"], QPlainTextEdit[state="danger"],
QComboBox[state="danger"], QAbstractSpinBox[state="danger"] { border-color: $danger; }
QTableView QLineEdit, QTreeView QLineEdit, QListView QLineEdit, QTableView QComboBox,
QTableView QAbstractSpinBox, QTableView QLineEdit:focus, QTreeView QLineEdit:focus,
QListView QLineEdit:focus, QTableView QComboBox:focus, QTableView QAbstractSpinBox:focus {
    min-height: 0; padding: 0 4px; border: 2px solid $accent; border-radius: 4px; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit, QAbstractSpinBox QLineEdit:focus,
QComboBox QLineEdit:focus { border: none; padding: 0; min-height: 0; background: transparent; }
QTableView QAbstractSpinBox { max-height: 1000px; }
QComboBox { padding-right: 0; combobox-popup: 0; }
QComboBox:!editable { padding-left: 9px; }
QComboBox:!editable:focus, QComboBox:!editable:on { padding-left: 8px; }
QComboBox[unset="true"] { color: $muted; }
QComboBox::drop-down, QDateTimeEdit::drop-down { border: none; width: 28px; subcontrol-origin: padding;
    subcontrol-position: center right; }
QComboBox::down-arrow, QDateTimeEdit::down-arrow { image: url("$art/chevron-down.svg"); width: ${icon}px;
    height: ${icon}px; }
QComboBox::down-arrow:disabled { image: url("$art/chevron-down-off.svg"); }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $line_strong; outline: none;
    padding: 0; }
QComboBox QAbstractItemView::item { min-height: ${combo_row}px; padding: 0 6px; }
QSpinBox::up-button, QDoubleSpinBox::up-button, QTimeEdit::up-button { border: none; width: 24px;
    subcontrol-origin: border; subcontrol-position: top right; }
QSpinBox::down-button, QDoubleSpinBox::down-button, QTimeEdit::down-button { border: none; width: 24px;
    subcontrol-origin: border; subcontrol-position: bottom right; }
QAbstractSpinBox::up-arrow { image: url("$art/chevron-up.svg"); width: 12px; height: 12px; }
QAbstractSpinBox::down-arrow { image: url("$art/chevron-down.svg"); width: 12px; height: 12px; }
QAbstractSpinBox::up-arrow:disabled, QAbstractSpinBox::up-arrow:off { image: none; }
QAbstractSpinBox::down-arrow:disabled, QAbstractSpinBox::down-arrow:off { image: none; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $surface; }
QCalendarWidget QToolButton { border: none; border-radius: ${radius}px; padding: 4px 8px; color: $text;
    background: transparent; }
QCalendarWidget QToolButton::menu-indicator { image: none; }
QToolButton#qt_calendar_prevmonth { qproperty-icon: url("$art/chevron-left.svg"); }
QToolButton#qt_calendar_nextmonth { qproperty-icon: url("$art/chevron-right.svg"); }
QCalendarWidget QToolButton:hover { background: $pressed; }
QCalendarWidget QToolButton:focus { border: 2px solid $accent; padding: 2px 6px; }
QCalendarWidget QAbstractItemView { background: $surface; color: $text; border: none;
    selection-background-color: $accent; selection-color: $on_accent; }
QCalendarWidget QAbstractItemView:disabled { color: $disabled; }
"""

_VIEWS = """
QScrollArea { background: transparent; border: none; }
QAbstractItemView { background: $surface; color: $text; border: none; outline: none;
    selection-background-color: $selection; selection-color: $text; }
QListView:disabled, QListView::item:disabled { color: $disabled; }
QTreeView[surface="side"], QListView[surface="side"] { background: $side; }
QListView[board="true"] { background: transparent; }
QTreeView::item { height: ${tree_row}px; border: none; }
QTreeView::item:hover { background: $hover; }
QTreeView::item:selected { background: $selection; color: $text; }
QTreeView::branch { background: transparent; }
QTreeView::branch:selected { background: $selection; }
QTreeView::branch:has-children:closed { image: url("$art/chevron-right.svg"); }
QTreeView::branch:has-children:open { image: url("$art/chevron-down.svg"); }
QListView[roomy="true"]::item { height: ${tree_row}px; padding: 0 8px; border-radius: ${radius}px; }
QListView[roomy="true"]::item:hover { background: $pressed; }
QListView[roomy="true"]::item:selected { background: $selection; color: $text; }
QListView[roomy="true"]::item:focus { border: 2px solid $accent; padding: 0 6px; }
QAbstractItemView[boxed="true"], QScrollArea[boxed="true"] { background: $surface;
    border: 1px solid $line; border-radius: ${radius}px; padding: 4px; }
QTableView[padded="true"]::item { padding: 0 5px; border: none; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section { background: $surface; color: $muted; border: none; border-bottom: 1px solid $line;
    padding: 0 8px; min-height: ${header}px; font-size: ${secondary_px}px; font-weight: 600; }
QHeaderView::section:hover { color: $text; background: $hover; }
QHeaderView::up-arrow { image: url("$art/arrow-up.svg"); width: 14px; height: 14px; }
QHeaderView::down-arrow { image: url("$art/arrow-down.svg"); width: 14px; height: 14px; }
QTableCornerButton::section { background: $surface; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; border: none; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; border: none; }
QScrollBar::handle { background: $line_strong; border-radius: 3px; margin: 3px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: $muted; }
QScrollBar::handle:disabled { background: transparent; }
QScrollBar::handle:vertical { min-height: 36px; }
QScrollBar::handle:horizontal { min-width: 36px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }
"""

_MENUS = """
QMenuBar { background: $side; color: $text; border-bottom: 1px solid $line; padding: 2px 4px; }
QMenuBar::item { background: transparent; padding: 5px 9px; border-radius: 4px; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: $pressed; }
QMenuBar::item:disabled { color: $disabled; }
QMenu { background: $surface; color: $text; border: 1px solid $line_strong; padding: 4px; }
QMenu::item { padding: 6px 28px 6px 8px; border-radius: 4px; min-height: 16px; }
QMenu::item:selected { background: $selection; color: $text; }
QMenu::item:disabled { color: $disabled; background: transparent; }
QMenu::icon { padding-left: 6px; }
QMenu::separator { height: 1px; background: $line; margin: 4px 4px; }
QMenu::indicator { width: 14px; height: 14px; left: 6px; }
QMenu::indicator:checked { image: url("$art/check-text.svg"); }
QMenu::right-arrow { image: url("$art/chevron-right.svg"); width: 14px; height: 14px; right: 6px; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QTabWidget::tab-bar { left: 4px; }
QTabBar { qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; color: $muted; padding: 7px 12px; border: none;
    border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:focus { background: $accent_tint; }
QTabBar::tab:disabled { color: $disabled; }
QProgressBar { background: $pressed; border: none; border-radius: 2px; min-height: 4px; max-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QGroupBox { border: 1px solid $line; border-radius: ${card_radius}px; margin-top: 20px; padding: 12px; }
QGroupBox::title { subcontrol-origin: margin; left: 2px; color: $muted; }
"""

_PIECES = """
QFrame[banner="info"] { background: $accent_tint; border: none; border-radius: ${radius}px; }
QFrame[banner="warning"] { background: $warning_tint; border: none; border-radius: ${radius}px; }
QFrame[banner="danger"] { background: $danger_tint; border: none; border-radius: ${radius}px; }
QLabel[role="keycap"] { color: $muted; background: $surface; border: 1px solid $line; border-radius: 4px;
    padding: 0 4px; font-size: ${small_px}px; }
"""

_SHEET = Template(_BASE + _BUTTONS + _INPUTS + _VIEWS + _MENUS + _PIECES)


def stylesheet(theme: Theme, metrics: Metrics = METRICS) -> str:
    """The stylesheet of the theme, with measures that fit the font."""
    return _SHEET.substitute(theme.colours(), **_measures(metrics), art=_art(theme))


def _measures(metrics: Metrics) -> dict[str, int]:
    pad = 5
    inner = metrics.control - 2 * pad - 2
    return {
        "title_px": metrics.title,
        "secondary_px": metrics.secondary,
        "small_px": metrics.font - 2,
        "radius": metrics.radius,
        "card_radius": metrics.card_radius,
        "icon": metrics.icon,
        "pad": pad,
        "pad_focus": pad - 1,
        "inner": inner,
        "combo_row": metrics.tree_row - 2,
        "segment": metrics.tree_row - 6,
        "tree_row": metrics.tree_row,
        "header": metrics.control - 1,
    }


def _art(theme: Theme) -> str:
    """Folder of the marks that the stylesheet draws by itself, in the theme's colours."""
    return resource("icons", theme.name).as_posix()
