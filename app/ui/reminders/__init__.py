"""Reminders in the window's process: the clock that tells them, the window that shows them, the tray."""
