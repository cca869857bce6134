"""The import wizard: nothing is written before its last step."""

from app.ui.import_wizard.wizard import ImportWizard, show_import

__all__ = ["ImportWizard", "show_import"]
