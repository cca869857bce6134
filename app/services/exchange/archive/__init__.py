"""The open archive: everything of a library as JSON lines and files, in a folder or a zip file, and back.

cartoteca.json          what it is: version, counts
records/contacts.jsonl  the lines of the dump, a file for each kind of thing
files/<sha256>.pdf      attachments and pictures
README.txt              what to do with it
"""

FORMAT, VERSION = "cartoteca-archive", 1

MANIFEST, RECORDS, FILES, README = "cartoteca.json", "records", "files", "README.txt"
