"""One line above the columns: of which country the phone numbers of the list are, if not of the user's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from app.core.settings import REGIONS
from app.core.texts import _
from app.ui.widgets.labels import ElidedLabel
from app.ui.widgets.naming import named

if TYPE_CHECKING:
    from app.services.exchange.phone_country import PhoneCountry


class PhonesLine(QWidget):
    """Shown when the numbers look like those of another country; ``chosen`` carries the key of one."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.text = ElidedLabel("")
        self.text.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.country = named(QComboBox(), "import_phones", _("Country of the phone numbers"))
        for key, name in REGIONS:
            self.country.addItem(_(name), key)
        self.country.activated.connect(lambda _place: self.chosen.emit(self.country.currentData()))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.text)
        row.addWidget(self.country)
        row.addStretch(1)
        self.hide()

    def show_country(self, phones: PhoneCountry) -> None:
        """Say what the numbers look like, and as which they are read."""
        self.setVisible(bool(phones.guess or phones.is_other))
        names = {key: _(name) for key, name in REGIONS}
        told = _("Phone numbers without a country code are read as numbers of")
        if phones.guess:
            told = _("The phone numbers look like those of another country ({country}, not {home}). "
                     "Read them as numbers of")  # fmt: skip
        home, guess = names.get(phones.home, phones.home), names.get(phones.guess, "")
        self.text.setText(told.format(country=guess, home=home))
        self.country.setCurrentIndex(self.country.findData(phones.read))
