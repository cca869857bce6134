"""Run by the tests in a process of its own, to be killed: synchronises a file once."""

import sys
from pathlib import Path

from app.services.library import Library
from app.services.sync.dav import Login

if __name__ == "__main__":
    library = Library.open(Path(sys.argv[1]))
    account = library.sync.accounts.find()
    login = Login(account.book, account.user, sys.argv[2])
    plan = library.sync.plan(account, login)
    print("planned", flush=True)
    library.sync.run(plan, login, deletes_many=True)
    print("done", flush=True)
    library.close()
