"""What kind of disk a file lies on: shared-memory tricks of the engine work on local disks only."""

from __future__ import annotations

import sys
from pathlib import Path

REMOTE_KINDS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "fuse.rclone", "davfs"}


MOUNTS = Path("/proc/mounts")


def is_remote(path: Path, mounts: Path = MOUNTS) -> bool:
    """Does the file lie on a network drive?"""
    if sys.platform == "win32":
        return _is_remote_windows(path)
    return _mount_kind(path, mounts) in REMOTE_KINDS


def _mount_kind(path: Path, mounts: Path) -> str:
    """File system of the longest mount point above the path; empty where the system does not tell."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    place = str(path.resolve())
    best, kind = "", ""
    for line in lines:
        parts = line.split()
        if len(parts) > 2:
            point = parts[1].replace("\\040", " ")
            if place.startswith(point.rstrip("/") + "/") and len(point) >= len(best):
                best, kind = point, parts[2]
    return kind


def _is_remote_windows(path: Path) -> bool:
    import ctypes

    drive = path.resolve().drive
    if drive.startswith("\\\\"):
        return True
    remote = 4
    kind: int = getattr(ctypes, "windll").kernel32.GetDriveTypeW(drive + "\\")  # noqa: B009
    return kind == remote
