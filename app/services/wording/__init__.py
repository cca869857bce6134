"""Numbers, amounts, dates and names in the words of a language: Romanian, Russian, English."""
