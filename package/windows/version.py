"""The version as Windows shows it among the properties of a program, in PyInstaller's words."""

from __future__ import annotations

import re

from app.core.paths import APP_NAME

PUBLISHER = "Cartoteca contributors"
DESCRIPTION = f"{APP_NAME}: client book and organizer"
COPYRIGHT = f"{PUBLISHER}, MIT"

_TEMPLATE = """VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3f, flags=0x0, OS=0x40004, fileType=0x1),
  kids=[
    StringFileInfo([StringTable("040904B0", [{strings}])]),
    VarFileInfo([VarStruct("Translation", [0x0409, 1200])]),
  ],
)
"""


def numbers(version: str) -> tuple[int, int, int, int]:
    """The four numbers that Windows compares: of 1.2.3rc1 they are 1, 2, 3, 0."""
    plain = re.match(r"\d+(?:\.\d+)*", version)
    found = [int(each) for each in plain.group().split(".")] if plain else []
    first, second, third, fourth = (*found, 0, 0, 0, 0)[:4]
    return first, second, third, fourth


def version_resource(version: str) -> str:
    """What PyInstaller reads as ``version``."""
    told = {
        "CompanyName": PUBLISHER,
        "FileDescription": DESCRIPTION,
        "FileVersion": version,
        "InternalName": "cartoteca",
        "LegalCopyright": COPYRIGHT,
        "OriginalFilename": "cartoteca.exe",
        "ProductName": APP_NAME,
        "ProductVersion": version,
    }
    strings = ", ".join(f"StringStruct({name!r}, {text!r})" for name, text in told.items())
    return _TEMPLATE.format(numbers=numbers(version), strings=strings)
