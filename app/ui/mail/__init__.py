"""Letters by mail: written, looked at before they go, and followed in the outbox."""
