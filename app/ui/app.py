"""The application around the window: style, theme, language, log, one instance; run by main."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTranslator
from PySide6.QtWidgets import QApplication

from app import __version__
from app.blueprint.registry import Registry
from app.core.paths import APP_NAME, HIDDEN, QUIT
from app.core.settings import Settings, State
from app.core.texts import language, use_language
from app.ui import log, theme
from app.ui.desk import Desk
from app.ui.garbage import Garbage
from app.ui.icons import application_icon
from app.ui.messages import Messages, Notifier, Unheard
from app.ui.session_end import SessionEnd
from app.ui.single_instance import SingleInstance
from app.ui.window import Window

if TYPE_CHECKING:
    from app.ui.reminders.reminding import Reminding


def make_application(arguments: Sequence[str], settings: Settings) -> QApplication:
    """The QApplication with style, theme and language; an existing one is dressed again.

    The style is given as an argument: to hand a QStyle to Python makes its five hundred names first.
    """
    found = QApplication.instance()
    if isinstance(found, QApplication):
        app = found
        app.setStyle(theme.STYLE)
    else:
        app = QApplication([*(arguments or [APP_NAME]), "-style", theme.STYLE])
    app.setApplicationName(APP_NAME)
    app.setApplicationDisplayName(APP_NAME)
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("cartoteca")
    app.setWindowIcon(application_icon())
    use_language(settings.language)
    theme.wear(app, settings)
    return app


def follow_theme(app: QApplication, settings: Settings) -> None:
    """Wear another theme, or texts of another size, as soon as they are chosen."""

    def changed(key: str) -> None:
        if key in ("theme", "text_size"):
            theme.wear(app, settings)

    settings.listen(changed)


def make_desk(registry: Registry, settings: Settings, state: State, notifier: Notifier | None = None) -> Desk:
    """A desk without a file; the window gives it its notifier unless one is handed in."""
    return Desk(registry, settings, state, Messages(notifier or Unheard()))


def make_window(app: QApplication, desk: Desk) -> Window:
    """The window, built undressed and then dressed as a whole.

    With the stylesheet on, each widget would be styled again whenever it is put into another one. That is
    for the first window only: Qt forgets to watch widgets that outlive a stylesheet, keeps what it worked
    out for them when they are gone, and crashes when the look is changed the next time.
    """
    if app.allWidgets():
        return Window(desk)
    dress = app.styleSheet()
    app.setStyleSheet("")
    try:
        return Window(desk)
    finally:
        app.setStyleSheet(dress)


def run(
    app: QApplication,
    desk: Desk,
    window: Window,
    instance: SingleInstance,
    *,
    on_start: Callable[[], None],
    on_asked: Callable[[str], None] | None = None,
    is_hidden: bool = False,
) -> int:
    """Show the window, do ``on_start`` after the first painting, and stay until it is closed.

    ``on_asked`` is told the path that a second start brought; ``is_hidden`` starts into the tray, where there
    is none as a button of the task bar. Exit status 0.
    """
    bugs = log.Bugs()
    restore = log.hook(bugs)
    bugs.found.connect(desk.messages.bug)
    renewal = Renewal(app, desk, window)
    instance.asked.connect(lambda path: renewal.answer(path, on_asked))
    follow_theme(app, desk.settings)
    window.left.connect(app.quit)
    ending = SessionEnd(app)
    ending.came.connect(renewal.end_session)
    begun: list[bool] = []
    collected: list[Garbage] = []

    def begin() -> None:
        if begun:  # the window of a hidden start is painted later
            return
        begun.append(True)
        collected.append(Garbage(app))
        renewal.remind()
        on_start()
        instance.listen()
        log.start_log()

    window.painted.connect(begin)
    if is_hidden:
        begin()
        renewal.show_if_needed()
    else:
        window.show()
    try:
        return app.exec()
    finally:
        for each in collected:
            each.end()
        renewal.end()
        instance.end()
        desk.shutdown()
        ending.forget()
        restore()
        log.stop_log()


class Renewal(QObject):
    """Has the window. Another language or size of text: a new window takes the place of the one shown.

    The desk with its file, the reminders, and the cards that are open, stay as they are.
    """

    def __init__(self, app: QApplication, desk: Desk, window: Window) -> None:
        super().__init__(desk)
        self._app, self._desk, self.window = app, desk, window
        self._reminding: Reminding | None = None
        self._translator = _translate(app)
        desk.renewal_wanted.connect(self.renew)

    def renew(self) -> None:
        """Make the window anew, at its place, with what is searched and filtered and the record selected."""
        old, selected = self.window, self._desk.selected[:1]
        if self._translator is not None:
            self._app.removeTranslator(self._translator)
        self._translator = _translate(self._app)
        old.release()
        self.window = make_window(self._app, self._desk)
        self.window.left.connect(self._app.quit)
        self.window.show()
        old.hide()  # the last window that is seen must not go before the next one is there
        old.deleteLater()
        self.window.take_over(old)
        if selected:
            self.window.page.stand_at(selected[0])
        if self._reminding is not None:
            self._reminding.renew()

    def remind(self) -> None:
        """Begin to remind; the first window is painted by then."""
        from app.ui.reminders.reminding import Reminding

        self._reminding = Reminding(self._desk, self)

    def end(self) -> None:
        """Remind no more."""
        if self._reminding is not None:
            self._reminding.close()

    def show_if_needed(self) -> None:
        """A hidden start where there is no tray: the user still finds the program in the task bar."""
        if self._reminding is None or self._reminding.tray is None:
            self.window.showMinimized()

    def come_forward(self) -> None:
        """Show the window to the user, wherever it was."""
        window = self.window
        window.setWindowState(window.windowState() & ~window.windowState().WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    def answer(self, path: str, on_asked: Callable[[str], None] | None) -> None:
        """A second start: come forward and open the file that it brought, or end if it asks for that."""
        if path == QUIT:
            self.close_down()
        if path in (HIDDEN, QUIT):
            return
        self.come_forward()
        if path and on_asked is not None:
            on_asked(path)

    def end_session(self) -> None:
        """End at once: what takes long, as an import, is broken off, and comes to be wholly or not at all."""
        self._desk.work.cancel()
        self.close_down()

    def close_down(self) -> None:
        """End without a question: cards keep what is typed as drafts, what is being written is finished."""
        self.window.is_leaving = True
        self.window.release()
        self._desk.close_file()
        self._app.exit(0)  # also out of a question that is open; quit() would ask the windows

    def quit(self) -> None:
        """End the program, if nothing is left that the user has to decide."""
        if not self.window.isVisible() and self._desk.work.is_writing:
            self.come_forward()
        self.window.quit()


def _translate(app: QApplication) -> QTranslator | None:
    """Qt's own texts in the language in use; Qt itself speaks English."""
    if language() == "en":
        return None
    from app.ui import translator

    return translator.install(app)
