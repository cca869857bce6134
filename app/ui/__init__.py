"""All of Qt: window, list, detail panel, card, editors, dialogs."""
