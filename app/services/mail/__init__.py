"""Letters by mail to one or to many: accounts, letters with placeholders, pre-flight, and the outbox."""
