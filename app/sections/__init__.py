"""One file a section, each with one ``SECTION`` value; the registry finds them."""
