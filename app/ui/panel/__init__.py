"""The detail panel: who or what the selected record is, what can be done with it, and its history."""

from app.ui.panel.detail_panel import DetailPanel

__all__ = ["DetailPanel"]
