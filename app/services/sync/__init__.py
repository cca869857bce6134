"""Two-way synchronisation of contacts with an address book on a server (CardDAV). See docs/sync.md."""
