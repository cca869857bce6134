"""A cell of the table that is edited in place follows the rules of the card."""

from __future__ import annotations

from PySide6.QtWidgets import QTableView

from app.services.library import Library
from app.ui.desk import Desk
from app.ui.listing.in_place import InPlace


def test_a_result_that_does_not_belong_to_the_new_type_is_taken_out(desk: Desk, library: Library) -> None:
    calls = [
        library.save("events", {"subject": "Call", "type": "call", "result": result}).uid
        for result in ("call.reached", None)
    ]
    in_place = InPlace(desk, QTableView())  # type: ignore[arg-type]
    for uid in calls:
        in_place._save("events", uid, {"type": "meeting"})
        desk.work.wait()
        assert library.get(uid).values["type"] == "meeting"
        assert "result" not in library.get(uid).values
