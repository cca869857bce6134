"""The calls of Windows: as thin as can be, because they are tried on Windows alone."""

# ruff: noqa: E402  # mypy reads on below the assertion on Windows only, where these modules are
from __future__ import annotations

import ctypes
import sys

assert sys.platform == "win32", "imported on Windows alone"

import winreg
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes
from typing import ClassVar

_PROCESS_MEMORY, _KILL_ON_CLOSE = 0x100, 0x2000
_EXTENDED_LIMITS = 9
_SET_QUOTA, _TERMINATE = 0x100, 0x1


class Calls:
    """Windows as it is (``app.core.windows.Windows``)."""

    def has_key(self, key: str) -> bool:
        """Is there such a key?"""
        try:
            winreg.CloseKey(winreg.OpenKey(*_parts(key)))
        except OSError:
            return False
        return True

    def value(self, key: str, name: str) -> str:
        """A text of the registry, empty where there is none."""
        try:
            with winreg.OpenKey(*_parts(key)) as opened:
                found, kind = winreg.QueryValueEx(opened, name)
        except OSError:
            return ""
        return str(found) if kind in (winreg.REG_SZ, winreg.REG_EXPAND_SZ) else ""

    def set_value(self, key: str, name: str, text: str) -> None:
        """Write a text; OSError if that is not allowed."""
        with winreg.CreateKey(*_parts(key)) as opened:
            winreg.SetValueEx(opened, name, 0, winreg.REG_SZ, text)

    def remove_value(self, key: str, name: str) -> None:
        """Remove a text, if it is there; OSError if that is not allowed."""
        try:
            with winreg.OpenKey(*_parts(key), access=winreg.KEY_SET_VALUE) as opened:
                winreg.DeleteValue(opened, name)
        except FileNotFoundError:
            return

    def drive_kind(self, root: str) -> int:
        """GetDriveTypeW of ``C:\\``."""
        return int(ctypes.WinDLL("kernel32").GetDriveTypeW(root))

    def set_app_id(self, text: str) -> None:
        """Name the program to the taskbar."""
        ctypes.WinDLL("shell32").SetCurrentProcessExplicitAppUserModelID(ctypes.c_wchar_p(text))

    def forget_working_folder(self) -> None:
        """Look for libraries no longer in the working folder, where a stranger may have put some."""
        ctypes.WinDLL("kernel32").SetDllDirectoryW(ctypes.c_wchar_p(""))

    @contextmanager
    def memory_bound(self, process: int, memory_mb: int) -> Iterator[None]:
        """Let a process (by its number) have so much memory, and end it with this program."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.SetInformationJobObject.argtypes = [
            wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD,
        ]  # fmt: skip
        kernel.AssignProcessToJobObject.argtypes = [wintypes.HANDLE, wintypes.HANDLE]
        kernel.OpenProcess.restype = wintypes.HANDLE
        kernel.CloseHandle.argtypes = [wintypes.HANDLE]
        job = kernel.CreateJobObjectW(None, None)
        limits = _Extended(process_memory=memory_mb * 1024 * 1024)
        limits.basic.flags = _PROCESS_MEMORY | _KILL_ON_CLOSE
        kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits))
        handle = kernel.OpenProcess(_SET_QUOTA | _TERMINATE, False, process)
        kernel.AssignProcessToJobObject(job, handle)
        try:
            yield
        finally:
            kernel.CloseHandle(handle)
            kernel.CloseHandle(job)


class _Basic(ctypes.Structure):
    _fields_: ClassVar = [
        ("process_time", ctypes.c_int64), ("job_time", ctypes.c_int64), ("flags", wintypes.DWORD),
        ("least_set", ctypes.c_size_t), ("most_set", ctypes.c_size_t), ("processes", wintypes.DWORD),
        ("affinity", ctypes.c_size_t), ("priority", wintypes.DWORD), ("scheduling", wintypes.DWORD),
    ]  # fmt: skip


class _Extended(ctypes.Structure):
    _fields_: ClassVar = [
        ("basic", _Basic), ("io", ctypes.c_uint64 * 6), ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t), ("peak_process", ctypes.c_size_t), ("peak_job", ctypes.c_size_t),
    ]  # fmt: skip


def _parts(key: str) -> tuple[int, str]:
    """The root and the rest of a key that is named in full."""
    root, _line, rest = key.partition("\\")
    return int(getattr(winreg, root)), rest
