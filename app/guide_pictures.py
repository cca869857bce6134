"""Takes the pictures of the guide: ``python3 run.py tour --guide [FOLDER] [LANGUAGE…]``.

Beside the pictures lies a list of the words on each. A test takes them again and compares the words, so that
no picture goes on showing what the program says no longer.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from app.core.paths import ENV_HOME, resource
from app.core.settings import Settings
from app.core.texts import LANGUAGES, use_language

FOLDER, WORDS = "pictures", "words.json"


def run(words: Sequence[str]) -> int:
    """Take the pictures of some languages, else of all, into the guide, or into another folder."""
    languages = [word for word in words if word in LANGUAGES] or list(LANGUAGES)
    folders = [Path(word).absolute() for word in words if word not in LANGUAGES]
    root = folders[0] if folders else resource("guide")
    with tempfile.TemporaryDirectory(prefix="cartoteca-", ignore_cleanup_errors=True) as home:
        for code in languages:
            _take(root / code / FOLDER, Path(home) / code, code)
    return 0


def _take(folder: Path, home: Path, code: str) -> None:
    from app import guide_scenes
    from app.ui import app as ui
    from app.ui.help.stage import ZONE, Stage
    from app.ui.log import start_log

    home.mkdir(parents=True)
    os.environ[ENV_HOME] = str(home)
    os.environ["TZ"] = ZONE
    if hasattr(time, "tzset"):
        time.tzset()
    start_log()  # what Qt has to say of an invisible screen is nothing for the reader
    settings = Settings(home / "settings.toml")
    settings.set("language", code)
    settings.set("theme", "light")
    application = ui.make_application(["cartoteca"], settings)
    use_language(code)
    folder.mkdir(parents=True, exist_ok=True)
    stage = Stage(application, folder, home, code)
    guide_scenes.play(stage)
    stage.end()
    text = json.dumps(stage.words, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / WORDS).write_text(text + "\n", encoding="utf-8")
    print(f"{folder}: {len(stage.words)}", flush=True)
