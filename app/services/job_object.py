"""Windows' way to bound the memory of a process that is running: a job object."""

from __future__ import annotations

import subprocess
import sys

_PROCESS_MEMORY, _KILL_ON_CLOSE = 0x100, 0x2000
_EXTENDED_LIMITS = 9

if sys.platform == "win32":

    def bound_memory(child: subprocess.Popen[bytes], memory_mb: int) -> None:
        """Let a process have so much memory and end it with this program; if that fails it has no bound."""
        import ctypes
        from ctypes import wintypes

        class Basic(ctypes.Structure):
            _fields_ = [
                ("process_time", ctypes.c_int64), ("job_time", ctypes.c_int64), ("flags", wintypes.DWORD),
                ("least_set", ctypes.c_size_t), ("most_set", ctypes.c_size_t), ("processes", wintypes.DWORD),
                ("affinity", ctypes.c_size_t), ("priority", wintypes.DWORD), ("scheduling", wintypes.DWORD),
            ]  # fmt: skip

        class Extended(ctypes.Structure):
            _fields_ = [
                ("basic", Basic), ("io", ctypes.c_uint64 * 6), ("process_memory", ctypes.c_size_t),
                ("job_memory", ctypes.c_size_t), ("peak_process", ctypes.c_size_t),
                ("peak_job", ctypes.c_size_t),
            ]  # fmt: skip

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.SetInformationJobObject.argtypes = [
            wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD,
        ]  # fmt: skip
        kernel.AssignProcessToJobObject.argtypes = [wintypes.HANDLE, wintypes.HANDLE]
        job = kernel.CreateJobObjectW(None, None)
        limits = Extended(process_memory=memory_mb * 1024 * 1024)
        limits.basic.flags = _PROCESS_MEMORY | _KILL_ON_CLOSE
        kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits))
        kernel.AssignProcessToJobObject(job, int(child._handle))
        child.job = job  # type: ignore[attr-defined]  # the bound lasts as long as its handle

else:

    def bound_memory(child: subprocess.Popen[bytes], memory_mb: int) -> None:
        """Elsewhere the process bounds itself (``app.services.child``)."""
