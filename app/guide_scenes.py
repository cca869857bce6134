"""The scenes of the guide's pictures; each one does what its page tells the user to do."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.paths import resource
from app.core.texts import language
from app.services.library import Library
from app.services.mail.account import Account
from app.ui.help.stage import USER, ZONE, Stage, part, part_of

SMALL = (960, 600)
WIDE = (1180, 660)
ADDRESS = "ana.marin@gmail.com"
FOLDER = "Documents"

WORDS = {
    "en": ("Prices for spring", "Discount", "News for spring", "Hello {{ Contact.Given_name }},",
           "our new price list is out. May I call you this week?", "tomorrow 10:00"),
    "ro": ("Prețuri de primăvară", "Reducere", "Noutăți de primăvară", "Bună ziua, {{ Contact.Prenume }}!",
           "A apărut noua noastră listă de prețuri. Vă pot suna săptămâna aceasta?", "mâine 10:00"),
    "ru": ("Весенние цены", "Скидка", "Весенние новости", "Здравствуйте, {{ Контакт.Имя }}!",
           "Вышел наш новый прайс-лист. Можно позвонить вам на этой неделе?", "завтра 10:00"),
}  # fmt: skip
"""What the invented user writes: subject of a call, a field, a letter, and a time as one says it."""


def play(stage: Stage) -> None:
    """Every scene, from the first start on."""
    _welcome(stage)
    library = stage.fill()
    _window(stage)
    _import(stage, library)
    _reminders(stage, library)
    _fields(stage)
    _letters(stage, library)
    _documents(stage)
    _backup(stage)


def _choose(stage: Stage, rows: Sequence[int]) -> None:
    """Show the contacts and select some; the panel follows after a while."""
    from app.ui.panel import DetailPanel

    window = stage.window
    window.go_to("contacts", "")
    stage.settle()
    table = window.page.table
    table.clearSelection()
    table.go_to(rows[0])
    for row in rows[1:]:
        table.selectionModel().select(
            table.model().index(row, 0),
            table.selectionModel().SelectionFlag.Select | table.selectionModel().SelectionFlag.Rows,
        )
    library = stage.desk.library
    assert library is not None
    wanted = set(library.lists.uids_of([window.page.model.ids[row] for row in rows]))
    stage.until(lambda: set(stage.desk.selected) == wanted)
    panel = part_of(window, DetailPanel)
    if len(rows) == 1:
        stage.until(lambda: panel.page is not None and panel.page.uid in wanted)
    stage.settle()


def _welcome(stage: Stage) -> None:
    window = stage.window
    window.resize(*SMALL)
    stage.until(lambda: window.has_welcome)
    window.setFocus()
    marks = {2: part(window, "welcome_preset"), 3: part(window, "welcome_import")}
    stage.shoot("start-welcome", window, marks)


def _window(stage: Stage) -> None:
    window = stage.window
    window.resize(*WIDE)
    _choose(stage, [2])
    page = window.page
    marks = {1: part(window, "nav_contacts"), 2: page.head.search, 3: page.table}
    stage.shoot("start-window", window, {**marks, 4: part(window, "action_row")})


def _import(stage: Stage, library: Library) -> None:
    from app.ui.import_wizard import ImportWizard

    with stage.opened("file.import", ImportWizard, SMALL) as wizard:
        wizard.take_files([resource("samples", "clients-sample.xlsx")])
        for name in ("", "import-columns", "", "import-check"):
            stage.until(wizard.next_button.isEnabled)
            wizard.resize(*SMALL)  # a strip of progress, if reading took so long, has made it higher
            if name:
                stage.shoot(name, wizard)
            wizard.go_on()
            stage.settle()
        stage.until(wizard.next_button.isEnabled)
    library.undo()
    stage.settle()


def _reminders(stage: Stage, library: Library) -> None:
    from app.ui.card.frame import CardFrame
    from app.ui.today.result_dialog import ResultDialog

    subject, when = WORDS[language()][0], WORDS[language()][5]
    _choose(stage, [2])
    part(stage.window, "action_event").click()
    card = stage.top(CardFrame)
    card.resize(*SMALL)
    at = part(card, "card.starts_at.input")
    at.setText(when)
    at.textEdited.emit(when)
    at.editingFinished.emit()
    part(card, "card.subject.input").setText(subject)
    stage.shoot("reminders-card", card)
    card.close()
    stage.settle()
    who = stage.desk.selected[0]
    values = {"type": "call", "subject": subject, "state": "planned", "contacts": [who]}
    library.save("events", {**values, "starts_at": f"2026-11-23T09:45[{ZONE}]"})
    _popup(stage)
    with stage.opened("act.log", ResultDialog) as dialog:
        stage.shoot("reminders-log", dialog)
    stage.window.show_today()
    stage.shoot("reminders-today", stage.window)


class _Host:
    """Where the program would have its window."""

    def come_forward(self) -> None:
        """It is there."""

    def quit(self) -> None:
        """Not in a picture."""


def _popup(stage: Stage) -> None:
    from app.ui.reminders.popup import ReminderPopup
    from app.ui.reminders.reminding import Reminding

    reminding = Reminding(stage.desk, _Host(), lambda _reminding: None)
    popup = stage.top(ReminderPopup)
    popup.setFocus()
    stage.settle()
    stage.shoot("reminders-popup", popup)
    reminding.close()
    stage.settle()


def _fields(stage: Stage) -> None:
    from app.ui.field_dialog import FieldDialog
    from app.ui.listing.menus import NEW_FIELD
    from app.ui.settings_dialog import FIELDS_PAGE

    _choose(stage, [2])
    with stage.opened(NEW_FIELD, FieldDialog) as dialog:
        dialog.name.setText(WORDS[language()][1])
        dialog.kind.setCurrentIndex(dialog.kind.findData("number"))
        dialog.kind.activated.emit(dialog.kind.currentIndex())
        dialog.unit.setText("%")
        stage.shoot("fields-new", dialog)
    _settings(stage, "fields-settings", FIELDS_PAGE)


def _settings(stage: Stage, name: str, page: str) -> None:
    from app.ui.settings_dialog import show_settings

    dialog = show_settings(stage.desk, page)
    stage.shoot(name, dialog)
    dialog.close()
    stage.settle()


def _letters(stage: Stage, library: Library) -> None:
    from app.ui.mail.account_form import AccountForm
    from app.ui.mail.letter_dialog import LetterDialog
    from app.ui.mail.preflight_dialog import PreflightDialog
    from app.ui.settings_dialog import MAIL_PAGE, show_settings

    settings = show_settings(stage.desk, MAIL_PAGE)
    form = part_of(settings, AccountForm)
    form.lines["address"].setText(ADDRESS)
    form.lines["address"].editingFinished.emit()
    marks = {2: form.lines["address"], 3: form.password}
    stage.shoot("letters-account", settings, marks)
    settings.close()
    stage.settle()
    library.mail.accounts.save(Account(USER, ADDRESS, host="smtp.gmail.com", port=587))
    subject, hello, text = WORDS[language()][2:5]
    _choose(stage, [2, 3, 4])
    with stage.opened("tools.letters", LetterDialog) as dialog:
        dialog.form.subject.setText(subject)
        dialog.form.text.setPlainText(f"{hello}\n\n{text}\n\n{USER}")
        search = part(dialog, "picker_search")
        stage.shoot("letters-write", dialog, {2: dialog.form.subject, 3: search, 4: dialog.check_button})
        dialog.check_button.click()
        looked = stage.top(PreflightDialog)
        stage.until(lambda: looked.account.count() > 0)
        stage.shoot("letters-check", looked, {5: looked.table, 6: looked.test, 7: looked.send})
        looked.close()
        stage.settle()


def _documents(stage: Stage) -> None:
    from app.ui.templates.make_dialog import MakeDialog

    _choose(stage, [2])
    with stage.opened("tools.documents", MakeDialog) as dialog:
        dialog.options.folder.setText(FOLDER)
        stage.until(lambda: dialog.ok.isEnabled() and dialog.names.count())
        marks = {2: dialog.options.template, 3: dialog.gaps, 4: dialog.ok}
        stage.shoot("letters-documents", dialog, marks)


def _backup(stage: Stage) -> None:
    from app.ui.history_view import HistoryDialog

    stage.desk.settings.set("start_backup", True)
    _settings(stage, "backup-settings", "backup_count")
    with stage.opened("tools.history", HistoryDialog) as dialog:
        stage.shoot("backup-history", dialog)
