"""Windows for the synchronisation of contacts with address books on servers."""
