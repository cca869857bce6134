"""The card: creates and edits a record of any section, built from the fields of the section."""

from app.ui.card.opener import CardOpener, close_cards, open_card

__all__ = ["CardOpener", "close_cards", "open_card"]
