"""Paper: lists, cards, labels and binder pages laid out, shown before they are printed, kept as PDF."""
