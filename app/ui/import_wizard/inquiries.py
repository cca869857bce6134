"""Questions to the file, asked off the window's thread; an answer to an older question is dropped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.core.errors import UserError
from app.core.progress import Progress
from app.ui.import_wizard.state import Checked, ImportState, Known

if TYPE_CHECKING:
    from app.services.exchange.corrections import RowsAgain
    from app.services.exchange.importing import ImportPlan
    from app.services.exchange.refusal import Refusal
    from app.services.library import Library
    from app.ui.desk import Desk

AGAIN_MS = 400
"""The whole list is checked again when nothing was corrected for so long."""


class Inquiries(QObject):
    """One long question at a time, which may be cancelled; rows are read again beside it."""

    looked = Signal(object, object)
    """The state that was looked at, and the Look, a UserError, or None when it was cancelled."""
    checked = Signal(object)
    """Checked, a UserError, or None when it was cancelled."""
    checked_again = Signal(object)
    """The report of a check that nobody waited for."""
    row_read = Signal(int, object)
    """Number of a row and what is still wrong with it."""
    differing = Signal(int, object)
    """Number of a row and what it says otherwise than its record."""
    stepped = Signal(int, int)

    def __init__(self, desk: Desk, library: Library | None, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._library = desk, library
        self._progress: Progress | None = None
        self._later: Callable[[], None] = lambda: None
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self._on_pause)

    def look(self, state: ImportState) -> None:
        """Read the file as the state says."""
        library = self._library
        if library is not None:
            self._study(
                lambda progress: state.look(library, progress), lambda answer: self.looked.emit(state, answer)
            )

    def check(self, state: ImportState, plan: ImportPlan) -> None:
        """What the import would come to."""
        self._study(lambda progress: state.check(plan, progress), self.checked.emit)

    def check_again_soon(self, state: ImportState, plan: ImportPlan) -> None:
        """The same in the background, once the user has paused."""

        def came(answer: object) -> None:
            if isinstance(answer, Checked):
                self.checked_again.emit(answer.report)

        self._later = lambda: self._study(lambda progress: state.check(plan, progress), came)
        self._again.start()

    def read_row(self, rows: RowsAgain, number: int, corrections: Mapping[tuple[int, str], str]) -> None:
        """Read one row again."""

        def came(problems: list[Refusal]) -> None:
            self.row_read.emit(number, problems)

        self._desk.work.ask(
            f"import.row.{number}", lambda: rows.problems(number, corrections), came, owner=self
        )

    def compare(self, rows: RowsAgain, known: Known, corrections: Mapping[tuple[int, str], str]) -> None:
        """What a row would change in its record."""
        self._desk.work.ask(
            "import.known",
            lambda: rows.differing(known.row, known.uid, corrections),
            lambda found: self.differing.emit(known.row, found),
            owner=self,
        )

    def cancel(self) -> None:
        """Nobody waits any more."""
        self._again.stop()
        if self._progress is not None:
            self._progress.cancel()

    def _on_pause(self) -> None:
        self._later()

    def _study(self, job: Callable[[Progress], object], on_answer: Callable[[object], None]) -> None:
        self.cancel()
        answers: list[object] = []

        def work(progress: Progress) -> object:
            try:
                return job(progress)
            except UserError as problem:
                return problem

        def ended() -> None:  # comes before the answer, and alone when the work was cancelled
            QTimer.singleShot(0, self, lambda: finish(mine))

        def finish(progress: Progress) -> None:
            if self._progress is progress:
                self._progress = None
                on_answer(answers[0] if answers else None)

        mine = self._desk.work.study(work, answers.append, self.stepped.emit, ended, owner=self)
        self._progress = mine
