"""Files of strangers, run through the real import one by one: a development command beside ``bench``."""
